package import TextAnalysis

extension ActionKind {
    /// What a tool's call is, by the command a shell was given or by the tool's own name.
    package static func of(_ run: ToolRun) -> ActionKind {
        if run.isShell { return run.main.map(of) ?? .look }
        let name = run.tool.lowercased()
        if asking.contains(where: name.contains) { return .ask }
        switch run.effect {
        case .reads: return reading.contains(where: name.contains) ? .readFile : .look
        case .checks: return name.contains("test") ? .test : .run
        case .records: return .commit
        case .changes: return .editFile
        }
    }

    /// What one command of a shell is.
    package static func of(_ command: ShellCommand) -> ActionKind {
        let stem = command.stem
        let program = stem.first ?? ""
        // `npm run lint` is named by what is run, `docker compose up` by what is done.
        let verb = stem.dropFirst().last.map { String($0.prefix { $0 != ":" }) } ?? ""
        if let known = byStem["\(program) \(verb)"] { return known }
        // `python -m package.serve` runs a program; `python -m pytest` is pytest.
        if byProgram[program] == nil, program.contains("."), command.words.contains("-m") { return .run }
        if byProgram[program] == .run || CommandEffect.of(command) != .reads && byProgram[program] == nil,
            let known = byScriptName(command)
        {
            return known
        }
        if let known = byProgram[program] { return known }
        if let known = byVerb[verb], CommandEffect.of(command) != .reads { return known }
        if isUnknown(command), let known = byLaterVerb(command) { return known }
        switch CommandEffect.of(command) {
        case .reads: return program == "cat" || program == "head" || program == "tail" ? .readFile : .look
        case .checks: return .run
        case .records: return .commit
        case .changes: return command.writesFile ? .editFile : .other
        }
    }

    /// Whether what a command does may be said by its first words, though nothing is known of them.
    package static func isUnknown(_ command: ShellCommand) -> Bool {
        [nil, .migrate, .publish, .deploy].contains(byProgram[command.program]) && command.stem.count == 1
            && !command.writesFile
            && CommandEffect.of(command) == .changes
    }

    /// `acme plugins publish` is known by its second word.
    private static func byLaterVerb(_ command: ShellCommand) -> ActionKind? {
        let arguments = command.arguments.prefix(3)
        for (place, word) in arguments.enumerated() {
            if place > 0, let known = byStem["\(arguments[place - 1]) \(word)"] { return known }
            if let known = byVerb[String(word.prefix { $0 != ":" })] { return known }
        }
        return nil
    }

    /// `check-release`, `deploy.sh` and `python scripts/release.py` say by their names what they do.
    private static func byScriptName(_ command: ShellCommand) -> ActionKind? {
        guard let name = command.stem.last else { return nil }
        let words = name.split { !($0.isLetter || $0.isNumber) }
        guard words.count > 1 else { return nil }
        return words.lazy.compactMap { byVerb[String($0)] }.first
    }

    private static let asking = ["ask", "question", "confirm"]
    private static let reading = ["read", "view", "open", "cat", "notebook"]

    private static let byProgram = table([
        .test: "pytest tox nox jest vitest mocha rspec phpunit ctest bats playwright cypress unittest",
        .lint: "eslint flake8 mypy pyright ruff pylint shellcheck golangci-lint rubocop swiftlint tsc clippy",
        .format: "black prettier gofmt rustfmt isort swift-format clang-format",
        .build: "gcc g++ clang clang++ cc ld javac rustc kotlinc ninja cmake meson xcodebuild webpack esbuild",
        .run: "python node ruby php java perl tsx ts-node bash sh Rscript lua",
        .migrate: "alembic flyway liquibase dbmate knex",
        .deploy: "ansible ansible-playbook fly flyctl vercel netlify serverless",
        .publish: "twine goreleaser",
        .restart: "kill pkill killall reload",
        .permit: "chmod chown chgrp setfacl",
        .fetch: "curl wget http aria2c scp rsync",
        .editFile: "sed perl patch tee mv cp rm mkdir touch ln awk truncate install",
        .configure: "export unset sysctl update-alternatives defaults",
    ])

    /// By program and subcommand; wins over both.
    private static let byStem = table(
        [
            .installSystemPackage:
                "apt install,apt-get install,apk add,dnf install,yum install,zypper install,pacman -S,brew install,port install",
            .installPackage:
                "pip install,npm install,npm i,npm ci,npm add,pnpm add,pnpm install,pnpm i,yarn add,yarn install,bun add,"
                + "bun install,cargo add,cargo install,gem install,bundle install,bundle add,composer require,"
                + "composer install,go get,go install,poetry add,poetry install,uv add,uv sync,uv pip,conda install,"
                + "dotnet add,swift package,flutter pub,mix deps.get",
            .publish:
                "npm publish,pnpm publish,yarn publish,cargo publish,gem push,poetry publish,uv publish,docker push,"
                + "helm push,dotnet publish,plugins publish",
            .push: "git push",
            .commit: "git commit,git add,git tag",
            .synchronize: "git pull,git fetch,git merge,git rebase,git cherry-pick,git checkout,git switch",
            .test:
                "make test,make check,npm test,npm t,pnpm test,yarn test,bun test,cargo test,go test,swift test,dotnet test,"
                + "gradle test,gradlew test,mvn test,mix test,rake test,flutter test,dart test,deno test,just test,python -m",
            .lint: "cargo clippy,go vet,npm lint,make lint,ruff check,just lint",
            .format: "cargo fmt,go fmt,ruff format,make format,make fmt,npm format",
            .build:
                "make build,make all,npm build,pnpm build,yarn build,cargo build,go build,swift build,docker build,"
                + "gradle build,gradlew build,mvn package,dotnet build,just build",
            .migrate:
                "rails db,make migrate,prisma migrate,npm migrate,alembic upgrade,django migrate,manage.py migrate,"
                + "python manage.py,sequelize db",
            .deploy:
                "kubectl apply,helm upgrade,helm install,terraform apply,docker up,docker compose,docker run,make deploy,"
                + "npm deploy,gcloud deploy,fly deploy",
            .restart:
                "systemctl restart,systemctl start,systemctl reload,service restart,docker restart,kubectl rollout,"
                + "supervisorctl restart,pm2 restart",
            .configure: "git config,npm config,pip config,docker login,npm login,gh auth,aws configure",
            .run: "npm start,npm dev,cargo run,go run,swift run,make run,docker exec",
        ], separator: ",")

    private static let byVerb = table([
        .test: "test tests check verify validate spec e2e unit",
        .build: "build compile assemble package bundle",
        .lint: "lint typecheck vet clippy",
        .format: "format fmt",
        .publish: "publish release",
        .deploy: "deploy apply rollout",
        .migrate: "migrate migrations upgrade-db",
        .restart: "restart reload",
        .configure: "config configure login",
        .installPackage: "install add require",
    ])

    private static func table(_ kinds: [ActionKind: String], separator: Character = " ") -> [String: ActionKind] {
        kinds.reduce(into: [:]) { table, entry in
            for name in entry.value.split(separator: separator) { table[String(name)] = entry.key }
        }
    }
}
