import MemoryModel
import MemoryTestSupport
import ProjectIdentity
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Which project a folder belongs to, by files as git leaves them.
@Suite struct ProjectScanTests {
    private let home = TemporaryHome()

    /// The folder as the system names it; a temporary folder may lie behind a link.
    private var base: String {
        guard let real = realpath(home.path, nil) else { return home.path }
        defer { free(real) }
        return String(cString: real)
    }

    private func repository(_ folder: String, branch: String = "main", config: String = "") {
        home.makeFolder("\(folder)/objects")
        home.makeFolder("\(folder)/refs/heads")
        home.write("ref: refs/heads/\(branch)\n", to: "\(folder)/HEAD")
        home.write("[core]\n\trepositoryformatversion = 0\n\(config)", to: "\(folder)/config")
    }

    private static func origin(_ address: String) -> String {
        "[remote \"origin\"]\n\turl = \(address)\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n"
    }

    private func worktree(_ name: String, of repository: String, at folder: String, branch: String) {
        let git = "\(repository)/worktrees/\(name)"
        home.makeFolder(git)
        home.makeFolder(folder)
        home.write("ref: refs/heads/\(branch)\n", to: "\(git)/HEAD")
        home.write("../..\n", to: "\(git)/commondir")
        home.write("\(base)/\(folder)/.git\n", to: "\(git)/gitdir")
        home.write("gitdir: \(base)/\(git)\n", to: "\(folder)/.git")
    }

    private func mark(_ folder: String) throws -> ProjectMark {
        try #require(ProjectScan.mark(of: home.file(folder)))
    }

    @Test("A folder below a checkout belongs to it")
    func foldersBelow() throws {
        repository("api/.git", branch: "feature/parser")
        home.makeFolder("api/Sources/deep")
        let found = try mark("api/Sources/deep")
        #expect(found.key == ProjectKey(.repository, "\(base)/api/.git"))
        #expect(found.name == "api")
        #expect(found.root == "\(base)/api")
        #expect(found.branch == "feature/parser")
        #expect(try mark("api") == found)
        #expect(try mark("api/.git/refs") == found)
    }

    @Test("All ways to write one address are one project, and no password is kept")
    func addresses() throws {
        let same = [
            "https://github.com/acme/api.git", "https://GitHub.com/acme/api", "git@github.com:acme/api.git",
            "ssh://git@github.com:22/acme/api.git", "https://ann:s3cr3t@github.com/acme/api.git/",
            "https://s3cr3t@github.com:8443//acme/api.git?token=s3cr3t", "github.com:acme/api",
            "git://github.com/acme/api",
            "https://ann:s3/cr3t@github.com/acme/api.git", "\"https://github.com/acme/api.git\" ; ours",
        ]
        for (index, address) in same.enumerated() {
            repository("clone\(index)/.git", config: Self.origin(address))
            let found = try mark("clone\(index)")
            #expect(found.key == ProjectKey(.remote, "github.com/acme/api"), "\(address)")
            #expect(found.name == "api")
            #expect(found.keys.last == ProjectKey(.repository, "\(base)/clone\(index)/.git"))
            #expect(!found.keys.contains { $0.text.contains("cr3t") })
        }
        repository("other/.git", config: Self.origin("https://gitlab.com/acme/api.git"))
        #expect(try mark("other").key == ProjectKey(.remote, "gitlab.com/acme/api"))
    }

    @Test("origin goes before other remotes, and another remote before none")
    func remotes() throws {
        let two =
            "[remote \"fork\"]\n\turl = https://a.example/x/fork\n[remote \"origin\"] url = https://a.example/x/main\n"
        repository("two/.git", config: two)
        #expect(try mark("two").name == "main")
        repository(
            "one/.git",
            config: "[branch \"url\"]\n\turl = nonsense\n[Remote \"fork\"]\n\tURL=https://a.example/x/fork\n")
        #expect(try mark("one").name == "fork")
        repository("none/.git", config: "[remote \"origin\"]\n\tpushurl = https://a.example/x/y\n")
        #expect(try mark("none").key.kind == .repository)
    }

    @Test("A worktree is its repository's project, with a branch of its own")
    func worktrees() throws {
        repository("api/.git")
        worktree("login", of: "api/.git", at: "elsewhere/login", branch: "login")
        home.makeFolder("elsewhere/login/src")
        let found = try mark("elsewhere/login/src")
        #expect(found.keys == (try mark("api").keys))
        #expect(found.name == "api")
        #expect(found.branch == "login")
        #expect(found.root == "\(base)/elsewhere/login")
    }

    @Test("A worktree whose entry is pruned, or whose folder is gone, is still its repository's")
    func lostWorktrees() throws {
        repository("api/.git")
        worktree("old", of: "api/.git", at: "old", branch: "old")
        home.makeFolder("api/.agents")
        for name in ["HEAD", "commondir", "gitdir"] { unlink(home.file("api/.git/worktrees/old/\(name)")) }
        rmdir(home.file("api/.git/worktrees/old"))
        #expect(try mark("old").keys == (try mark("api").keys))
        #expect(try mark("old").branch == nil)
        #expect(try mark("api/.agents/worktrees/gone").keys == (try mark("api").keys))
    }

    @Test("A submodule is a project of its own")
    func submodules() throws {
        repository("api/.git", config: Self.origin("https://a.example/acme/api"))
        repository("api/.git/modules/lib", branch: "v2", config: Self.origin("https://a.example/acme/lib"))
        home.makeFolder("api/vendor/lib")
        home.write("gitdir: ../../.git/modules/lib\n", to: "api/vendor/lib/.git")
        let found = try mark("api/vendor/lib")
        #expect(found.key == ProjectKey(.remote, "a.example/acme/lib"))
        #expect(found.branch == "v2")
    }

    @Test("A bare repository, and a worktree of one")
    func bare() throws {
        repository("api.git")
        worktree("main", of: "api.git", at: "main", branch: "main")
        #expect(try mark("api.git").name == "api")
        #expect(try mark("main").keys == [ProjectKey(.repository, "\(base)/api.git")])
    }

    @Test("A clone of a repository on this machine belongs to it")
    func localClones() throws {
        repository("api/.git")
        repository("copy/.git", config: Self.origin("\(base)/api"))
        repository("near/.git", config: Self.origin("../api"))
        repository("lost/.git", config: Self.origin("/nowhere/at/all"))
        repository("self/.git", config: Self.origin("."))
        #expect(try mark("copy").key == (try mark("api").key))
        #expect(try mark("near").key == (try mark("api").key))
        #expect(try mark("lost").keys.count == 1)
        #expect(try mark("self").keys.count == 1)
    }

    @Test("A detached head has no branch, one that is being rebased has")
    func detached() throws {
        repository("api/.git")
        home.write("0123456789abcdef0123456789abcdef01234567\n", to: "api/.git/HEAD")
        #expect(try mark("api").branch == nil)
        home.write("ref: refs/heads/.invalid\n", to: "api/.git/HEAD")
        #expect(try mark("api").branch == nil)
        home.write("0123456789abcdef0123456789abcdef01234567\n", to: "api/.git/HEAD")
        home.makeFolder("api/.git/rebase-merge")
        home.write("refs/heads/topic\n", to: "api/.git/rebase-merge/head-name")
        #expect(try mark("api").branch == "topic")
    }

    @Test("A link leads to the project it points to, and a loop to none")
    func links() throws {
        repository("api/.git")
        symlink("\(base)/api", home.file("link"))
        #expect(try mark("link") == (try mark("api")))
        symlink(home.file("round"), home.file("round"))
        #expect(try mark("round").key == ProjectKey(.folder, home.file("round")))
    }

    @Test("A folder without git is a project by its path, also when it is not there")
    func plainFolders() throws {
        home.makeFolder("notes/deep")
        #expect(try mark("notes").keys == [ProjectKey(.folder, "\(base)/notes")])
        #expect(try mark("notes/").name == "notes")
        #expect(try mark("notes/deep").key != (try mark("notes").key))
        let foreign = try #require(ProjectScan.mark(of: "C:\\Users\\ann\\shop"))
        #expect(foreign.keys == [ProjectKey(.folder, "C:\\Users\\ann\\shop")])
        #expect(foreign.name == "shop")
        #expect(ProjectScan.mark(of: "/nowhere/shop/")?.keys == [ProjectKey(.folder, "/nowhere/shop")])
        #expect(ProjectScan.mark(of: "/")?.name == "/")
        #expect(ProjectScan.mark(of: "workspace-17")?.keys == [ProjectKey(.folder, "workspace-17")])
    }

    @Test("What is broken, huge, binary or no file is no checkout, and nothing waits for it")
    func broken() throws {
        for (name, content) in [
            ("empty", [UInt8]()), ("binary", Array(0...255)), ("text", Array("hello\n".utf8)),
            ("nowhere", Array("gitdir: /nowhere/.git\n".utf8)), ("self", Array("gitdir: .git\n".utf8)),
            ("long", Array("gitdir: ".utf8) + [UInt8](repeating: 0x61, count: 3_000_000)),
        ] {
            home.makeFolder(name)
            home.write(content, to: "\(name)/.git")
            #expect(try mark(name).keys == [ProjectKey(.folder, "\(base)/\(name)")], "\(name)")
        }
        home.makeFolder("half/.git")
        #expect(try mark("half").key.kind == .folder)
        repository("pipe/.git")
        unlink(home.file("pipe/.git/config"))
        unlink(home.file("pipe/.git/HEAD"))
        mkfifo(home.file("pipe/.git/config"), 0o600)
        #expect(try mark("pipe").key.kind == .folder)
        home.write("ref: refs/heads/main", to: "pipe/.git/HEAD")
        #expect(try mark("pipe").key.kind == .repository)
        repository(
            "large/.git", config: Self.origin("https://a.example/x/y") + String(repeating: "# x\n", count: 500_000))
        #expect(try mark("large").key.kind == .remote)
        repository("odd/.git", config: "[remote \"origin\nurl = https://a.example/x\n[remote \"origin\"]\n\turl = \\\n")
        #expect(try mark("odd").key.kind == .repository)
    }

    @Test(
        "What cannot be a workspace has no project", arguments: ["", "a\u{0}b", String(repeating: "/x", count: 3000)])
    func impossible(workspace: String) {
        #expect(ProjectScan.mark(of: workspace) == nil)
    }

    @Test("A key is read back as it was written")
    func keys() {
        let key = ProjectKey(.folder, "C:\\x:y")
        #expect(ProjectKey(key.description) == key)
        #expect(ProjectKey("unknown:x") == nil)
    }
}
