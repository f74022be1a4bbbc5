import JSONText
import MemoryModel
import Testing

@testable import HubClient

@Suite struct HubFaultTests {
    private let address = HubAddress("hub.local")!

    private func told(_ status: Int, _ code: String? = nil, message: String = "", retryAfter: String? = nil) -> HubFault
    {
        let body: JSON? = code.map { ["error": ["code": .string($0), "message": .string(message)]] }
        return .told(by: body, status: status, retryAfter: retryAfter, address: address)
    }

    @Test(
        "Each code of the wire has its meaning here, with a sentence and mostly a hint",
        arguments: [
            ("pending", 403, MemoryError.Code.hubRefused), ("revoked", 403, .hubRefused),
            ("forbidden", 403, .hubRefused), ("unauthenticated", 401, .hubRefused),
            ("rate_limited", 429, .hubUnavailable), ("unavailable", 503, .hubUnavailable),
            ("internal", 500, .hubUnavailable), ("invalid_argument", 400, .invalidArgument),
            ("too_large", 413, .invalidArgument), ("not_found", 404, .notFound), ("conflict", 409, .conflict),
        ])
    func codes(_ code: String, _ status: Int, _ expected: MemoryError.Code) {
        let fault = told(status, code)
        #expect(fault.kind.rawValue == code)
        #expect(fault.memoryError.code == expected)
        #expect(fault.memoryError.details?["reason"]?.string == code)
        #expect(fault.message.hasSuffix("."))
    }

    @Test("A hub cannot claim what only we find out") func claims() {
        for code in ["certificate", "foreign", "late", "cancelled", "nonsense", "code", "", "🙂"] {
            #expect(told(403, code).kind == .forbidden)
        }
        #expect(told(418).kind == .nonsense)
    }

    @Test("A pause is taken from the header, within an hour") func pauses() {
        #expect(told(429, "rate_limited", retryAfter: "7").pause == .seconds(7))
        #expect(told(429, "rate_limited", retryAfter: "999999999999").pause == .seconds(3600))
        #expect(told(429, "rate_limited", retryAfter: "-5").pause == .seconds(1))
        #expect(told(429, "rate_limited", retryAfter: "soon").pause == nil)
        #expect(told(403, "forbidden", retryAfter: "7").pause == nil)
    }

    @Test("What a hub says to people cannot turn, hide or colour text") func words() {
        #expect(HubWords.clean("a\u{1B}[31mb\nc\u{202E}d\u{200B}e") == "a [31mb c d e")
        #expect(HubWords.clean(String(repeating: "x", count: 10_000)).count == 200)
        #expect(HubWords.clean(String(repeating: "e\u{301}", count: 10_000)).unicodeScalars.count == 200)
        #expect(!told(403, "forbidden", message: "a\u{1B}b").message.contains("\u{1B}"))
    }
}
