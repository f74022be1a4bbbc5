import HTTPReading
import JSONText
import Testing

@testable import HubServer

@Suite("the hub's routes") struct HubRouteTests {
    private func code(_ verb: String, _ path: String) -> Int {
        do throws(HubFault) {
            _ = try HubRouteTable.match(RequestTarget(path)?.segments ?? [], verb: verb)
            return 200
        } catch {
            return error.status
        }
    }

    @Test("paths and verbs are told apart")
    func matching() throws {
        #expect(code("GET", "/hub/v1/hello") == 200)
        #expect(code("POST", "/hub/v1/hello") == 405)
        #expect(code("GET", "/hub/v1/pair/start") == 405)
        #expect(code("GET", "/hub/v1") == 404 && code("GET", "/") == 404 && code("GET", "/hub/v2/hello") == 404)
        #expect(code("DELETE", "/hub/v1/invites/") == 404)
        let match = try HubRouteTable.match(["hub", "v1", "devices", "ab", "pending"], verb: "DELETE")
        #expect(match.captures == ["device": "ab"])
    }

    @Test("nothing but hello and pairing is open to all, and only admins rule")
    func admissions() {
        let open = HubRouteTable.routes.filter { $0.admission == .all }.map {
            $0.pattern.segments.joined(separator: "/")
        }
        #expect(open == ["hello", "pair/start", "pair/finish"])
        let ruling = HubRouteTable.routes.filter { $0.admission == .admin }.map { $0.pattern.segments[0] }
        #expect(Set(ruling) == ["devices", "invites", "audit"])
    }

    @Test("parameters are held to their bounds")
    func parameters() throws {
        var parameters = HubParameters(captures: [:], target: RequestTarget("/x?after=7&limit=0&wait=x"))
        #expect(try parameters.number("after", in: 0...9, default: 1) == 7)
        #expect(try parameters.number("other", in: 0...9, default: 1) == 1)
        #expect(throws: HubFault.self) { try parameters.number("limit", in: 1...9, default: 1) }
        #expect(throws: HubFault.self) { try parameters.number("wait", in: 0...9, default: 1) }
        parameters.body = JSONObject([
            .init(key: "groups", value: ["b", "a", "b"]), .init(key: "bad", value: ["Group"]),
            .init(key: "share", value: "00FF"), .init(key: "session", value: "00ff"),
        ])
        #expect(try parameters.groups("groups") == ["a", "b"])
        #expect(try parameters.groups("none") == [])
        #expect(throws: HubFault.self) { try parameters.groups("bad") }
        #expect(throws: HubFault.self) { try parameters.bytes("share", count: 2) }
        #expect(try parameters.bytes("session", count: 2) == [0, 255])
    }

    @Test("an error has one form")
    func errors() {
        let fault = HubFault.rateLimited(seconds: 3)
        #expect(fault.status == 429 && fault.retryAfter == 3)
        #expect(fault.json["error"]?["code"] == "rate_limited")
        #expect(HubFault.method(["GET"]).status == 405)
        #expect(
            Set(HubFault.Code.allCases.map { HubFault($0, "x").status }) == [
                400, 401, 403, 404, 409, 413, 429, 503, 500,
            ])
    }

    @Test("an address of IPv6 counts as its network")
    func addresses() {
        #expect(AddressKey.of("10.1.2.3") == "10.1.2.3")
        #expect(AddressKey.of("::ffff:10.1.2.3") == "10.1.2.3")
        #expect(AddressKey.of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64")
        #expect(AddressKey.of("2001:db8:1:2::9") == AddressKey.of("2001:db8:1:2:ffff::1"))
        #expect(AddressKey.of("fe80::1%eth0") == "fe80:0:0:0::/64")
    }
}
