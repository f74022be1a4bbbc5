import HTTPReading
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
                match.route, fixed: fixed, captures: match.captures, target: target)
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
        check(
            "/api/v1/hub/search?q=pin+images&kinds=skill,policy",
            #"hub.search {"query":"pin images","kinds":["skill","policy"]}"#)
        check("/api/v1/hub/search?q=a&kinds=turn", "invalid_argument")
        check("/api/v1/hub/items/ab12", #"hub.item {"envelope":"ab12"}"#)
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

    private static let edit = Route(
        .patch, "/api/v1/policies/{id}", .request("policy.edit"), summary: "Edit a policy",
        parameters: [.text("id")],
        body: [
            .text("title", maximumBytes: 8, isRequired: true), .integer("rank", 0...9), .number("gain", -1...1),
            .flag("isOn"), .choice("status", ["active", "archived"]), .texts("tags", maximumCount: 2),
            .object("extra"), .any("note"),
        ])

    /// The core's parameters for a body, or the message of the refusal.
    private func checkBody(_ body: JSON, _ expected: String) {
        let target = RequestTarget("/api/v1/policies/po_1?title=no")!
        do {
            let params = try RouteTable.params(
                Self.edit, fixed: [:], captures: Self.edit.pattern.captures(target.segments) ?? [:], target: target,
                body: body.object!)
            #expect(params.text == expected)
        } catch {
            #expect(error.message == expected)
        }
    }

    @Test("members of the body join what the address says")
    func bodiesBecomeParameters() {
        checkBody(
            [
                "title": "a", "rank": 3.0, "gain": 0.5, "isOn": true, "status": "active", "tags": ["x"], "extra": [:],
                "note": .null,
            ],
            #"{"id":"po_1","title":"a","rank":3,"gain":0.5,"isOn":true,"status":"active","tags":["x"],"extra":{},"#
                + #""note":null}"#)
    }

    @Test("what a body may not say is named")
    func badBodiesAreRefused() {
        checkBody([:], "The member title is missing.")
        checkBody(["title": 1], "The parameter title must be a text.")
        checkBody(["title": "123456789"], "The parameter title is longer than 8 bytes.")
        checkBody(["title": "a\0b"], "The parameter title holds a NUL character.")
        checkBody(["title": "a", "rank": 10], "The parameter rank must be a number from 0 to 9.")
        checkBody(["title": "a", "rank": 1.5], "The parameter rank must be a number from 0 to 9.")
        checkBody(["title": "a", "gain": "1"], "The parameter gain must be a number from -1.0 to 1.0.")
        checkBody(["title": "a", "isOn": 1], "The parameter isOn must be true or false.")
        checkBody(["title": "a", "status": "lost"], "The parameter status must be one of active, archived.")
        checkBody(["title": "a", "tags": ["x", "y", "z"]], "The parameter tags has more than 2 members.")
        checkBody(["title": "a", "tags": [1]], "The parameter tags must be a list of texts.")
        checkBody(["title": "a", "extra": []], "The parameter extra must be an object.")
        checkBody(["title": "a", "id": "po_2"], "The body has no member id here.")
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
        let open = RouteTable.viewer.routes.filter(\.isOpen).map { "\($0.verb.rawValue) \($0.path)" }
        #expect(open == ["GET /api/v1/health", "GET /api/v1/ping", "GET /login", "POST /login"])
    }

    @Test("a path that is named goes before one that is captured")
    func names() {
        let captured = Route(.get, "/a/{id}", .request("x"), summary: "", parameters: [.text("id")])
        let named = Route(.get, "/a/new", .request("y"), summary: "")
        let changed = Route(.post, "/a/{id}", .request("z"), summary: "", parameters: [.text("id")])
        for table in [RouteTable(routes: [captured, named, changed]), RouteTable(routes: [named, changed, captured])] {
            #expect(table.match(["a", "new"], verb: .get)?.captures == [:])
            #expect(table.match(["a", "old"], verb: .get)?.captures == ["id": "old"])
            #expect(table.match(["a", "new"], verb: .post) == nil)
            #expect(table.verbs(["a", "new"]) == [.get])
        }
    }

    @Test("no two routes answer the same request, and what a path captures is a parameter")
    func routesAreSound() {
        let names = RouteTable.viewer.routes.map { route in
            route.verb.rawValue + " "
                + route.pattern.segments.map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        }
        #expect(Set(names).count == names.count)
        for route in RouteTable.viewer.routes {
            for part in route.pattern.segments where part.hasPrefix("{") {
                #expect(
                    route.parameters.contains { "{\($0.name)}" == part }, "\(route.verb.rawValue) \(route.path) \(part)"
                )
            }
            #expect(route.verb != .get || route.body.isEmpty, "\(route.path)")
        }
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
