import GRDB
import MemoryModel
import MemoryTestSupport
import Testing

@testable import MemoryStore

/// Which workspaces are one project, and what a scope of workspaces sees.
@Suite struct ProjectTests {
    private let fixture = StoreFixture()
    private let database: MemoryDatabase

    init() throws {
        database = try fixture.open()
    }

    private static func remote(_ name: String) -> ProjectKey { ProjectKey(.remote, "a.example/\(name)") }
    private static func git(_ folder: String) -> ProjectKey { ProjectKey(.repository, "\(folder)/.git") }

    private func place(_ workspace: String, _ keys: ProjectKey..., id: String = "pj_new") async throws {
        let mark = ProjectMark(keys: keys, name: keys[0].text, root: workspace)
        try await database.write { try $0.place(workspace, as: mark, id: ProjectID(id)) }
    }

    private func project(of workspace: String) async throws -> String? {
        try await database.read { try $0.project(ofWorkspace: workspace)?.id.rawValue }
    }

    @Test("A repository is known by its address wherever it lies")
    func addresses() async throws {
        try await place("/a", Self.remote("x/api"), Self.git("/a"), id: "pj_1")
        try await place("/b", Self.remote("x/api"), Self.git("/b"), id: "pj_2")
        try await place("/a/wt", Self.remote("x/api"), Self.git("/a"), id: "pj_3")
        #expect(try await database.read { try $0.workspaces(beside: "/b", keys: []) } == ["/a", "/b", "/a/wt"])
        #expect(try await database.read { try $0.projects().map(\.id.rawValue) } == ["pj_1"])
        #expect(try await database.read { try $0.workspaces(beside: "/c", keys: [Self.git("/b")]) }.count == 4)
        #expect(try await database.read { try $0.workspaces(beside: "/c", keys: []) } == ["/c"])
    }

    @Test("A folder that comes under git, and a repository that gets an address, stay what they were")
    func growing() async throws {
        try await place("/a", ProjectKey(.folder, "/a"), id: "pj_1")
        try await place("/a", Self.git("/a"), id: "pj_2")
        try await place("/a/sub", Self.git("/a"), id: "pj_3")
        try await place("/a", Self.remote("x/api"), Self.git("/a"), id: "pj_4")
        #expect(try await project(of: "/a/sub") == "pj_1")
        #expect(try await database.read { try $0.keys(of: ProjectID("pj_1")).count } == 3)
    }

    @Test("A repository that gets the address of a known project becomes part of it, with all its workspaces")
    func joining() async throws {
        try await place("/a", Self.git("/a"), id: "pj_1")
        try await place("/a/sub", Self.git("/a"), id: "pj_2")
        try await place("/b", Self.remote("x/api"), Self.git("/b"), id: "pj_3")
        try await place("/a", Self.remote("x/api"), Self.git("/a"), id: "pj_4")
        #expect(try await project(of: "/a/sub") == "pj_3")
        #expect(try await database.read { try $0.project(ProjectID("pj_1"))?.id.rawValue } == "pj_3")
    }

    @Test("A fork is the same project, another repository in the same folder is not")
    func forksAndReuse() async throws {
        try await place("/a", Self.remote("x/api"), Self.git("/a"), id: "pj_1")
        try await place("/a", Self.remote("me/API"), Self.git("/a"), id: "pj_2")
        #expect(try await project(of: "/a") == "pj_1")
        try await place("/c", Self.remote("x/api"), Self.git("/c"), id: "pj_3")
        try await place("/a", Self.remote("y/shop"), Self.git("/a"), id: "pj_4")
        #expect(try await project(of: "/a") == "pj_4")
        #expect(try await project(of: "/c") == "pj_1")
        try await place("/d", Self.remote("x/api"), Self.git("/d"), id: "pj_5")
        #expect(try await project(of: "/d") == "pj_1")
    }

    @Test("A folder that is gone stays with the project it was of")
    func gone() async throws {
        try await place("/old", ProjectKey(.folder, "/old"), id: "pj_1")
        try await place("/wt", Self.git("/a"), id: "pj_2")
        try await place("/wt", ProjectKey(.folder, "/wt"), id: "pj_3")
        #expect(try await project(of: "/wt") == "pj_2")
    }

    @Test("A merged project is found by its old id, and by what led to it")
    func merging() async throws {
        try await place("/a", Self.git("/a"), id: "pj_1")
        try await place("/b", Self.git("/b"), id: "pj_2")
        try await place("/c", Self.git("/c"), id: "pj_3")
        for (from, into) in [("pj_1", "pj_2"), ("pj_2", "pj_3")] {
            let change = try await database.write { transaction in
                let from = try #require(try transaction.reader.project(ProjectID(from)))
                let into = try #require(try transaction.reader.project(ProjectID(into)))
                return try transaction.merge(from, into: into)
            }
            #expect(change.merged.map(\.id.rawValue) == [from])
        }
        #expect(try await database.read { try $0.project(ProjectID("pj_1"))?.id.rawValue } == "pj_3")
        #expect(try await database.read { try $0.projects().count } == 1)
        try await place("/a/x", Self.git("/a"), id: "pj_4")
        #expect(try await project(of: "/a/x") == "pj_3")
        #expect(try fixture.raw { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count } == 0)
    }

    @Test("A renamed folder is the old project, with what was done there since")
    func moving() async throws {
        try await place("/old/api", Self.git("/old/api"), id: "pj_1")
        try await place("/old/api/sub", Self.git("/old/api"), id: "pj_1")
        try await place("/old/shop", Self.remote("x/shop"), Self.git("/old/shop"), id: "pj_2")
        try await place("/older", Self.git("/older"), id: "pj_3")
        try await place("/new/api", Self.git("/new/api"), id: "pj_4")
        try await place("/new/api/other", Self.git("/new/api"), id: "pj_4")
        let changes = try await database.write { try $0.move("/old", to: "/new") }
        #expect(changes.map(\.project.id.rawValue) == ["pj_1", "pj_2"])
        #expect(changes[0].workspaces == ["/new/api", "/new/api/sub", "/new/api/other"])
        #expect(changes[0].merged.map(\.id.rawValue) == ["pj_4"])
        for workspace in ["/new/api", "/new/api/sub", "/new/api/other", "/old/api"] {
            #expect(try await project(of: workspace) == "pj_1", "\(workspace)")
        }
        #expect(try await project(of: "/new/shop") == "pj_2")
        #expect(try await project(of: "/newer") == nil)
        #expect(try await database.write { try $0.move("/old", to: "/new") } == [])
        #expect(try await database.write { try $0.move("/nowhere", to: "/new") } == [])
    }

    @Test("Words, faults and places are of the scope's workspaces, and of none")
    func scopes() async throws {
        try await fixture.begin(database)
        for (name, workspace) in [("a", "/a"), ("b", "/b"), ("c", nil), ("d", "")] {
            var turn = StoreFixture.turn(name)
            turn.owner.workspace = workspace
            turn.branch = name == "a" ? "main" : nil
            var trace = StoreFixture.trace(name, text: "maple")
            trace.owner.workspace = workspace
            trace.errors = [Trace.ErrorMark(signature: "error: missing")]
            try await database.write { [turn, trace] in
                try $0.insert(turn)
                try $0.insert(trace, indexed: IndexedText(action: "", observation: "", length: 1))
            }
        }
        func seen(_ scope: Scope) async throws -> [[Int64]] {
            try await database.read { reader in
                [
                    try reader.keywordMatches([WeightedTerm(text: "mapl", weight: 1)], scope: scope, limit: 9).map(
                        \.row),
                    try reader.errorMatches(["error: missing"], scope: scope, limit: 9).map(\.row),
                    try reader.places(of: [1, 2, 3, 4], scope: scope).keys.sorted(by: >),
                ]
            }
        }
        func scope(_ workspaces: Set<String>, branch: String? = nil) -> Scope {
            Scope(agentKind: nil, profile: nil, workspaces: workspaces, branch: branch)
        }
        #expect(try await seen(.home) == [[4, 3, 2, 1], [4, 3, 2, 1], [4, 3, 2, 1]])
        #expect(try await seen(scope(["/a"])) == [[4, 3, 1], [4, 3, 1], [4, 3, 1]])
        #expect(try await seen(scope(["/a", "/b"])) == [[4, 3, 2, 1], [4, 3, 2, 1], [4, 3, 2, 1]])
        #expect(try await seen(scope([])) == [[4, 3], [4, 3], [4, 3]])
        let many = Set((0..<5000).map { "/many/\($0)" }).union(["/b"])
        #expect(try await seen(scope(many)) == [[4, 3, 2], [4, 3, 2], [4, 3, 2]])
        #expect(try await seen(scope(["/a", "/b"], branch: "main")) == [[1], [1], [1]])
        #expect(try await seen(scope(["/a\"\u{1}] '--"])) == [[4, 3], [4, 3], [4, 3]])
        let branches = try await database.read { try $0.branches(ofTurns: [TurnID("tu_a"), TurnID("tu_b")]) }
        #expect(branches == [TurnID("tu_a"): "main"])
        #expect(try await database.read { try $0.unplacedWorkspaces(after: "", limit: 9) } == ["/a", "/b"])
        #expect(try await database.read { try $0.unplacedWorkspaces(after: "/a", limit: 9) } == ["/b"])
    }

    @Test("An owner is in a scope with its workspace; one without is in every project")
    func owners() {
        let scope = Scope(agentKind: "claude", profile: nil, workspaces: ["/a"])
        #expect(scope.contains(Namespace(agentKind: "claude", workspace: "/a")))
        #expect(scope.contains(Namespace(agentKind: "claude")))
        #expect(!scope.contains(Namespace(agentKind: "claude", workspace: "/b")))
        #expect(!scope.contains(Namespace(agentKind: "hermes", workspace: "/a")))
    }

    @Test("Vectors of other projects are not looked at")
    func vectorPlaces() async throws {
        let owners = ["/a", "/b", nil].map { Namespace(agentKind: "claude", workspace: $0) }
        let places = try await database.write { try $0.number(Set(owners)) }
        let scope = Scope(agentKind: nil, profile: nil, workspaces: ["/a"])
        let numbers = try #require(places.numbers(in: scope))
        let own = try owners.map { try #require(places[$0]) }
        #expect(numbers.contains(own[0]) && numbers.contains(own[2]))
        #expect(!numbers.contains(own[1]))
        #expect(places.numbers(in: Scope(agentKind: nil, profile: nil, workspaces: ["/a", "/b"])) == nil)
    }

    @Test("An overview tells workspaces, branches, traces and the last turn")
    func overview() async throws {
        try await fixture.begin(database)
        for (name, branch) in [("a", "main"), ("b", "topic"), ("c", nil)] {
            var turn = StoreFixture.turn(name)
            turn.branch = branch
            turn.startedAt = name == "b" ? 99 : 5
            try await database.write { [turn] in
                try $0.insert(turn)
                try $0.insert(
                    StoreFixture.trace(name, text: "x"), indexed: IndexedText(action: "", observation: "", length: 1))
            }
        }
        try await place("/src/api", Self.remote("x/api"), Self.git("/src/api"), id: "pj_1")
        let overview = try await database.read { try #require(try $0.overviews(of: $0.projects()).first) }
        #expect(overview.workspaces == ["/src/api"])
        #expect(overview.keys.map(\.kind) == [.remote, .repository])
        #expect(overview.branches == ["main", "topic"])
        #expect(overview.traces == 3)
        #expect(overview.lastActiveAt == 99)
    }
}
