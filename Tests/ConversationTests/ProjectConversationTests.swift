import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

/// What an agent is shown of other projects: nothing, unless somebody asks for it.
@Suite struct ProjectConversationTests {
    private let world: TestMemory
    private let folders = TemporaryHome()
    private static let question = "What is the release branch of the parser called?"

    init() throws {
        world = try TestMemory()
    }

    private func repository(_ folder: String, origin: String? = nil) {
        let git = "\(folder)/.git"
        folders.makeFolder("\(git)/objects")
        folders.makeFolder("\(git)/refs")
        folders.write("ref: refs/heads/main\n", to: "\(git)/HEAD")
        folders.write(origin.map { "[remote \"origin\"]\n\turl = \($0)\n" } ?? "", to: "\(git)/config")
    }

    private func worktree(_ name: String, of folder: String) {
        let git = "\(folder)/.git/worktrees/\(name)"
        folders.makeFolder(git)
        folders.makeFolder(name)
        folders.write("ref: refs/heads/\(name)\n", to: "\(git)/HEAD")
        folders.write("../..\n", to: "\(git)/commondir")
        folders.write("gitdir: \(folders.file(git))\n", to: "\(name)/.git")
    }

    private func learn(
        in workspace: String?, _ user: String = "The release branch of the parser is called maple-42."
    ) async throws {
        let talk = world.conversation("told in \(workspace ?? "none")", workspace: workspace)
        try await talk.exchange(user, "Understood.")
        try await talk.close()
    }

    private func recall(in workspace: String?, _ session: String) async throws -> String {
        try await world.conversation(session, workspace: workspace).recall(Self.question)
    }

    private func ask(_ method: String, _ params: JSON) async throws -> JSON {
        try await Dispatcher(memory: world.memory, now: { 0 }).call(method, params, CallContext(agent: "claude"))
    }

    private func found(_ project: String, branch: String? = nil) async throws -> Int {
        let answer = try await ask(
            "memory.search",
            .object(present: [
                ("query", .string(Self.question)), ("project", .string(project)), ("branch", branch.map(JSON.string)),
            ]))
        return answer["hits"]?.array?.count ?? -1
    }

    @Test("Another project's memories are not shown, and all are when the settings say so")
    func otherProjects() async throws {
        try await learn(in: "/src/api")
        #expect(try await recall(in: "/src/web", "s1") == "")
        #expect(try await recall(in: "/src/api", "s2").contains("maple-42"))
        world.change { $0.seesAllProjects = true }
        #expect(try await recall(in: "/src/web", "s3").contains("maple-42"))
    }

    @Test("What was said without a workspace is in every project, and who has none sees all")
    func noWorkspace() async throws {
        try await learn(in: nil)
        #expect(try await recall(in: "/src/web", "s1").contains("maple-42"))
        try await learn(in: "/src/api", "The nightly branch of the lexer is called birch-9.")
        let shown = try await world.conversation("s2", workspace: nil).recall("The lexer's nightly branch, its name?")
        #expect(shown.contains("birch-9"))
    }

    @Test("Worktrees and clones share, and know their branches")
    func worktrees() async throws {
        repository("api", origin: "git@a.example:acme/api.git")
        worktree("login", of: "api")
        repository("clone", origin: "https://a.example/acme/api")
        repository("fresh")
        try await learn(in: folders.file("login"))
        #expect(try await recall(in: folders.file("clone"), "s1").contains("maple-42"))
        #expect(try await recall(in: folders.file("fresh"), "s2") == "")
        let turn = try await world.conversation("told in \(folders.file("login"))").turns().first
        #expect(turn?.branch == "login")
        let listed = try await ask("memory.list_traces", ["limit": 100])["traces"]?.array ?? []
        #expect(listed.contains { $0["branch"] == "login" } && listed.contains { $0["branch"] == "main" })
        let projects = try await ask("project.list", [:])["projects"]?.array ?? []
        let api = try #require(projects.first { $0["name"] == "api" })
        #expect(api["folders"]?.array?.count == 2)
        #expect(api["remotes"] == ["a.example/acme/api"])
        #expect(api["branches"] == ["login", "main"])
        #expect(projects.count == 2)
    }

    @Test("A session that moves to another folder is of the other project from then on")
    func changingFolders() async throws {
        try await learn(in: "/src/api")
        #expect(try await recall(in: "/src/web", "moving") == "")
        #expect(try await recall(in: "/src/api", "moving").contains("maple-42"))
    }

    @Test("A host that tells the folder once, at the session's opening, is known by it")
    func folderOfTheSession() async throws {
        try await learn(in: "/src/api")
        _ = try await world.memory.sessions.open(
            id: "once", owner: Namespace(agentKind: "claude", workspace: "/src/web"), meta: .object(JSONObject()))
        #expect(try await recall(in: nil, "once") == "")
        #expect(try await world.conversation("once").turns().map(\.owner.workspace) == ["/src/web"])
    }

    @Test("While nothing is recorded, a worktree still sees its project")
    func withoutCapture() async throws {
        repository("api")
        worktree("login", of: "api")
        try await learn(in: folders.file("api"))
        world.change { $0.isRecording = false }
        #expect(try await recall(in: folders.file("login"), "s1").contains("maple-42"))
    }

    @Test("A search sees everything unless it names a project, by id, name, address, folder, or a branch")
    func searches() async throws {
        repository("api", origin: "https://a.example/acme/api")
        repository("web", origin: "https://a.example/acme/web")
        for name in ["api", "web"] { try await learn(in: folders.file(name)) }
        let id = try await ask("project.list", ["path": .string(folders.file("api"))])["projects"]?.array?.first?["id"]
        let names = [
            try #require(id?.string), "api", "API", folders.file("api"), folders.file("api/deep/down"),
            "a.example/acme/api", "ssh://git@a.example/acme/api.git",
        ]
        for name in names { #expect(try await found(name) == 1, "\(name)") }
        #expect(try await found("all") == 2)
        #expect(try await found("all", branch: "main") == 2)
        #expect(try await found("all", branch: "other") == 0)
        #expect(try await ask("memory.search", ["query": .string(Self.question)])["hits"]?.array?.count == 2)
        #expect(try await ask("project.list", ["path": "/nowhere"])["projects"] == [])
    }

    @Test("A name that is not there is answered with those that are near it, one that is twice with their ids")
    func wrongNames() async throws {
        for folder in ["/src/gateway", "/src/api", "/other/api"] { try await learn(in: folder) }
        let unknown = await #expect(throws: MemoryError.self) { try await found("gatewya") }
        #expect(unknown?.code == .notFound)
        #expect(unknown?.hint?.contains("Did you mean gateway?") == true)
        let twice = await #expect(throws: MemoryError.self) { try await found("api") }
        #expect(twice?.code == .invalidArgument)
        #expect(twice?.hint?.contains("pj_") == true)
        #expect(try await found("/other/api") == 1)
    }

    @Test("Merged projects see each other, and the request tells what it did")
    func merging() async throws {
        try await learn(in: "/src/api")
        try await learn(in: "/src/web", "The web uses pnpm.")
        let change = try await ask("project.merge", ["from": "api", "into": "web"])
        #expect(change["folders"] == ["/src/api"])
        #expect(change["keys"] == ["folder:/src/api"])
        #expect(change["merged"]?.array?.first?["name"] == "api")
        #expect(try await recall(in: "/src/web", "s1").contains("maple-42"))
        let same = await #expect(throws: MemoryError.self) {
            try await ask("project.merge", ["from": "/src/api", "into": "web"])
        }
        #expect(same?.code == .invalidArgument)
    }

    @Test("After a folder was renamed it is the old project, once somebody says so")
    func moving() async throws {
        try await learn(in: "/old/api")
        #expect(try await recall(in: "/new/api/", "s1") == "")
        let changes = try await ask("project.move", ["from": "/old/", "to": "/new"])
        #expect(changes["projects"]?.array?.count == 1)
        #expect(try await recall(in: "/new/api", "s2").contains("maple-42"))
        #expect(try await recall(in: "/new/api/", "s3").contains("maple-42"))
        for wrong in ["/nowhere", "/new"] {
            await #expect(throws: MemoryError.self) {
                try await ask("project.move", ["from": .string(wrong), "to": "/new"])
            }
        }
    }

    @Test("A project has the name that it is given", arguments: ["", "all", "a\nb"])
    func renaming(wrong: String) async throws {
        try await learn(in: "/src/api")
        _ = try await ask("project.rename", ["project": "api", "name": "billing"])
        #expect(try await found("billing") == 1)
        await #expect(throws: MemoryError.self) { try await found("api") }
        await #expect(throws: MemoryError.self) {
            try await ask("project.rename", ["project": "billing", "name": .string(wrong)])
        }
    }

    @Test("What is found by meaning and by its fault keeps to the project too")
    func meaningAndFaults() async throws {
        let talk = world.conversation("first", workspace: "/src/api")
        try await talk.say("Install the driver for the reports.")
        try await talk.call(
            "Bash", ["command": "pip install psycopg2"], output: "Error: pg_config executable not found.",
            error: "Exit code 1")
        try await talk.answer("Installing libpq-dev first made it work.")
        try await talk.close()
        try await world.understand(with: ConceptEncoder([["driver", "connector"], ["reports", "statements"]]))
        let question = "The connector for the statements?\n\n    Error: pg_config executable not found.\n"
        #expect(try await world.conversation("s1", workspace: "/src/web").recall(question) == "")
        let explanation = try await world.database.read { try $0.lastInjection()?.explanation }
        #expect(explanation?["channels"]?["vector"]?["hits"] == 0)
        #expect(explanation?["channels"]?["error_signature"]?["hits"] == 0)
        #expect(try await world.conversation("s2", workspace: "/src/api").recall(question) != "")
    }

    @Test("Workspaces from before there were projects find theirs")
    func placingAll() async throws {
        repository("api")
        worktree("login", of: "api")
        // A call that nobody announced looks at no folder.
        for name in ["api", "login"] {
            try await world.conversation(name, workspace: folders.file(name)).call("Bash", "ls")
        }
        #expect(try await ask("project.list", [:])["projects"] == [])
        try await world.memory.projects.placeAll()
        let projects = try await ask("project.list", [:])["projects"]?.array ?? []
        #expect(projects.map { $0["folders"]?.array?.count } == [2])
    }

    @Test("An archive brings its projects along, and joins those that are here under another id")
    func archive() async throws {
        repository("api", origin: "https://a.example/acme/api")
        repository("web")
        for name in ["api", "web"] { try await learn(in: folders.file(name)) }
        _ = try await ask("project.merge", ["from": "web", "into": "api"])
        let other = try TestMemory(seed: 8)
        let talk = other.conversation("there", workspace: folders.file("api"))
        try await talk.exchange("Something else.", "Yes.")
        var cursor: String?
        repeat {
            let page = try await world.memory.archive.page(cursor: cursor, limit: 500)
            _ = try await other.memory.archive.restore(page.lines)
            cursor = page.nextCursor
        } while cursor != nil
        let projects = try await other.memory.projects.list(path: nil)
        #expect(projects.count == 1)
        #expect(projects.first?.workspaces.count == 2)
        let shown = try await other.conversation("s1", workspace: folders.file("web")).recall(Self.question)
        #expect(shown.contains("maple-42"))
    }
}
