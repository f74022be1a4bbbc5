import TextAnalysis

/// Whether a statement installs packages from an address or of a name that nobody vouches for.
enum PackageReading {
    static func doubtful(_ statement: Statement) -> (severity: ScreeningSeverity, says: String, offset: Int)? {
        let isInstall = installers.contains(where: statement.contains)
        if let index = statement.first(.openIndex),
            isInstall || statement.contains("trusted=yes") || statement.contains("goproxy")
                || statement.contains("index-url")
        {
            let isLocal = statement.contains("//localhost") || statement.contains("//127.0.0.1")
            return (isLocal ? .low : .high, "takes packages from an address that anybody can forge", index.start)
        }
        guard isInstall else { return nil }
        if let address = statement.first(.rawAddress), !statement.contains("//127.0.0.1") {
            return (.high, "takes packages from a bare address", address.start)
        }
        if let name = misspelt(statement) {
            return (
                .high, "installs \(Excerpt.quoted(name.written)), which is nearly called \(name.meant)", name.offset
            )
        }
        return nil
    }

    private static let installers = [
        "pip install", "pip3 install", "pip download", "uv add", "uv pip", "pipx ", "npm i ", "npm install", "npm ci",
        "yarn add", "pnpm add", "bun add", "gem install",
        "cargo install", "go install", "go get", "poetry add", "npx ", "uvx ", "npm add", "apt-get install",
        "apt install", "npm config", "pip config", "-m pip", "conda install", "deb http",
    ]

    /// A package whose name is one slip away from a well-known one.
    private static func misspelt(_ statement: Statement) -> (written: String, meant: String, offset: Int)? {
        guard
            let at = ["install ", " add ", "npm i ", "npx "].compactMap({
                ByteRuns.first(of: $0, in: statement.text[...])
            }).min()
        else { return nil }
        let words = String(decoding: statement.text[at...].prefix(1_000), as: UTF8.self).split {
            " `\"',;".contains($0)
        }.prefix(40)
        for word in words.dropFirst() where !word.hasPrefix("-") {
            if word == "&&" || word == "|" || word == "#" { break }
            let name = String(
                word.prefix { $0 != "=" && $0 != "<" && $0 != ">" && $0 != "[" && $0 != "@" && $0 != "~" && $0 != "!" })
            guard name.utf8.count >= 5, !known.contains(name), !neighbours.contains(name),
                name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            else { continue }
            let letters = Array(name.utf8)
            for meant in known
            where abs(meant.utf8.count - letters.count) <= 1 && meant.utf8.count >= 5
                && (meant.utf8.first == letters.first || meant.utf8.last == letters.last)
            {
                let isClose = EditDistance.between(letters, Array(meant.utf8)) == 1
                if isClose { return (name, meant, at) }
            }
        }
        return nil
    }

    private static let known: Set<String> = [
        "requests", "numpy", "pandas", "django", "flask", "urllib3", "boto3", "cryptography", "setuptools", "colorama",
        "pillow", "scipy", "beautifulsoup4",
        "matplotlib", "tensorflow", "pyyaml", "selenium", "sqlalchemy", "fastapi", "pytest", "openai", "anthropic",
        "lodash", "express", "axios", "chalk", "webpack",
        "typescript", "cross-env", "eslint", "prettier", "commander", "moment", "mongoose", "electron", "discord.js",
        "puppeteer", "playwright", "nodemon", "jquery",
        "python-dateutil", "jinja2", "paramiko", "psycopg2", "httpx", "pydantic", "transformers", "scikit-learn",
        "react-dom", "dotenv", "babel-core", "certifi", "tqdm", "redis",
    ]
    /// Packages of their own that are one letter from another.
    private static let neighbours: Set<String> = [
        "request", "boto", "preact", "urllib", "psycopg", "jinja", "dotenvx", "numpyro", "httpie", "pyaml", "momento",
        "eslint_d", "openapi",
    ]
}
