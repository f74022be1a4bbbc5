import JSONText
import MemoryModel
import Testing

@testable import ViewerServer

@Suite struct RouteTableTests {
    /// The core's request behind an address, as `method params`, or the code of the error.
    private func check(_ address: String, _ expected: String) {
        guard let target = RequestTarget(address), let match = RouteTable.viewer.match(target.segments, verb: .get),
            case .request(let method, let fixed, _) = match.route.target
        else {
            #expect("none" == expected, "\(address)")
            return
        }
        do {
            let params = try RouteTable.params(
                match.route.parameters, fixed: fixed, captures: match.captures, target: target)
            #expect("\(method) \(params.text)" == expected, "\(address)")
        } catch {
            #expect(error.code.rawValue == expected, "\(address)")
        }
    }

    @Test func addressesBecomeRequests() {
        check("/api/v1/status", "core.status {}")
        check("/api/v1/turns", "memory.list_turns {}")
        check(
            "/api/v1/turns?limit=30&before=c1&agent=codex&x=1",
            #"memory.list_turns {"limit":30,"before":"c1","agent":"codex"}"#)
        check("/api/v1/search?q=a+b%26c&limit=5", #"memory.search {"explain":true,"query":"a b&c","limit":5}"#)
        check("/api/v1/search?q=%E6%95%B0%E6%8D%AE", #"memory.search {"explain":true,"query":"数据"}"#)
        check("/api/v1/traces/tr%2F1", #"memory.get_trace {"id":"tr/1"}"#)
        check("/api/v1/episodes/ep_1/timeline", #"memory.timeline {"episodeId":"ep_1"}"#)
        check("/api/v1/config", "config.get {}")
        check("/api/v1/logs?limit=10&level=warning", #"logs.tail {"limit":10,"level":"warning"}"#)
    }

    @Test func fixedParametersCannotBeOverridden() {
        check("/api/v1/search?q=a&explain=false", #"memory.search {"explain":true,"query":"a"}"#)
    }

    @Test func badParametersAreRefused() {
        check("/api/v1/search", "invalid_argument")
        check("/api/v1/search?q=", "invalid_argument")
        check("/api/v1/search?q=" + String(repeating: "a", count: 4097), "invalid_argument")
        check("/api/v1/turns?limit=0", "invalid_argument")
        check("/api/v1/turns?limit=9999999999999999999", "invalid_argument")
        check("/api/v1/turns?limit=ten", "invalid_argument")
    }

    @Test func otherAddressesHaveNoRequest() {
        check("/", "none")
        check("/api/v1", "none")
        check("/api/v1/status/", "none")
        check("/api/v1/traces/", "none")
        check("/api/v1/traces/a/b", "none")
        check("/api/v2/status", "none")
    }

    @Test func onlyHealthPingAndLoginAreOpen() {
        let open = RouteTable.viewer.routes.filter(\.isOpen).map { "/" + $0.pattern.joined(separator: "/") }
        #expect(open == ["/api/v1/health", "/api/v1/ping", "/login"])
    }
}

@Suite struct RequestTargetTests {
    private func check(_ address: String, path: String?) {
        #expect(RequestTarget(address)?.path == path, "\(address)")
    }

    @Test func pathsAreDecodedOnce() {
        check("/", path: "/")
        check("/a%20b/c?x=1", path: "/a b/c")
        check("/a+b", path: "/a+b")
        check("/%2525", path: "/%25")
        check("/../etc", path: "/../etc")
    }

    @Test func whatCannotBeReadIsRefused() {
        check("", path: nil)
        check("http://site.example/", path: nil)
        check("*", path: nil)
        check("/%", path: nil)
        check("/%4", path: nil)
        check("/%zz", path: nil)
        check("/%ff", path: nil)
        check("/a%00b", path: nil)
    }

    @Test func queriesAreReadAsForms() {
        let target = RequestTarget("/x?a=1+2&b=&c&a=3%3D")
        #expect(target?.value("a") == "3=")
        #expect(target?.value("b") == nil)
        #expect(target?.value("c") == nil)
        #expect(target?.value("d") == nil)
    }
}
