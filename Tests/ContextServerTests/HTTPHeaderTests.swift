import JSONText
import Testing

@testable import ContextServer

@Suite("Headers that repeat the request")
struct HTTPHeaderTests {
    @Test(
        "base64 in a name is read, and what is none stands for itself",
        arguments: [
            ("memory_search", "memory_search"), ("=?base64?bWVtb3M6Ly9za2lsbC/DpA==?=", "memos://skill/ä"),
            ("=?base64?bWVtb3M6Ly9za2lsbC/DpA?=", "=?base64?bWVtb3M6Ly9za2lsbC/DpA?="),
            ("=?base64?*?=", "=?base64?*?="), ("", ""),
        ])
    func decoding(sent: String, meant: String) {
        #expect(HTTPHeaders.decoded(sent) == meant)
    }
}
