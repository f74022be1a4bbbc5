import RuntimeHome
import Testing

@Suite struct RuntimeHomeTests {
    private func check(
        explicit: String? = nil, agent: Agent = .claude, environment: [String: String] = [:], is expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let home = RuntimeHome.resolve(
            explicit: explicit, agent: agent, userFolder: "/home/ada", workingDirectory: "/project/tree"
        ) { environment[$0] }
        #expect(home.path == expected, sourceLocation: sourceLocation)
    }

    @Test func homeOfAnAgentIsInTheUsersFolder() {
        check(is: "/home/ada/.claude/memos-plugin")
        check(agent: .hermes, is: "/home/ada/.hermes/memos-plugin")
    }

    @Test func precedenceIsFlagThenHomeThenConfigFile() {
        let environment = ["MEMOS_HOME": "/srv/memory", "MEMOS_CONFIG_FILE": "/etc/memos/config.yaml"]
        check(explicit: "/tmp/h", environment: environment, is: "/tmp/h")
        check(environment: environment, is: "/srv/memory")
        check(environment: ["MEMOS_CONFIG_FILE": "/etc/memos/config.yaml"], is: "/etc/memos")
    }

    @Test func emptyWordsCountAsAbsent() {
        check(explicit: "", environment: ["MEMOS_HOME": ""], is: "/home/ada/.claude/memos-plugin")
    }

    @Test func relativeAndTildePathsAreExpandedAndTidied() {
        check(explicit: "memory/", is: "/project/tree/memory")
        check(explicit: "../x//y/./z", is: "/project/x/y/z")
        check(explicit: "~/m", is: "/home/ada/m")
        check(explicit: "~", is: "/home/ada")
        check(explicit: "/../..", is: "/")
        check(environment: ["MEMOS_CONFIG_FILE": "config.yaml"], is: "/project/tree")
    }

    @Test func socketIsInTheHomeWhileItsPathIsShort() {
        let home = RuntimeHome(path: "/home/ada/.claude/memos-plugin")
        #expect(
            home.socket(userID: 1000, runtimeFolder: "/run/user/1000")
                == "/home/ada/.claude/memos-plugin/daemon/memosd.sock")
        let exact = RuntimeHome(path: "/" + String(repeating: "a", count: 80))
        #expect(exact.socket(userID: 1, runtimeFolder: nil).utf8.count == 100)
        #expect(exact.socketFolder(userID: 1, runtimeFolder: nil) == exact.daemonFolder)
    }

    @Test func socketOfALongHomeIsInTheRuntimeFolder() {
        let home = RuntimeHome(path: "/" + String(repeating: "a", count: 81))
        let name = home.pathHash + ".sock"
        #expect(home.socket(userID: 7, runtimeFolder: "/run/user/7/") == "/run/user/7/memos-7/" + name)
        #expect(home.socket(userID: 7, runtimeFolder: nil) == "/tmp/memos-7/" + name)
        #expect(home.socket(userID: 7, runtimeFolder: "relative") == "/tmp/memos-7/" + name)
        let deep = "/" + String(repeating: "r", count: 90)
        #expect(home.socket(userID: 7, runtimeFolder: deep) == "/tmp/memos-7/" + name)
    }

    @Test func pathHashIsFNV1a() {
        // Reference values of the published algorithm for "/" and "/a".
        #expect(RuntimeHome(path: "/").pathHash == "af63a24c860189fe")
        #expect(RuntimeHome(path: "/a").pathHash.count == 16)
    }

    @Test func viewerPortsDiffer() {
        #expect(Set(Agent.allCases.map(\.viewerPort)) == Set(18799...18806))
    }
}

@Suite struct ProductVersionTests {
    @Test func versionsAreOrderedSemantically() throws {
        let ordered = [
            "0.0.9", "0.1.0-alpha", "0.1.0-alpha.1", "0.1.0-alpha.beta", "0.1.0-beta.2", "0.1.0-beta.11", "0.1.0-rc.1",
            "0.1.0", "0.1.10", "0.2.0", "1.0.0", "10.0.0",
        ]
        let versions = try ordered.map { try #require(ProductVersion($0)) }
        #expect(versions == versions.shuffled().sorted())
        #expect(versions.map(\.description) == ordered)
    }

    @Test(arguments: ["", "1", "1.2", "1.2.x", "1.2.3-", "1.2.3-a..b", "-1.2.3", "1.2.3.4", "+1.2.3"])
    func otherTextsAreNoVersions(_ text: String) {
        #expect(ProductVersion(text) == nil)
    }

    @Test func buildMetadataIsIgnored() {
        #expect(ProductVersion("0.1.0+linux") == ProductVersion.current)
    }
}
