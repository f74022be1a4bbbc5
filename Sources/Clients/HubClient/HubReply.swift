import AsyncHTTPClient
import JSONText
import NIOCore
import NIOHTTP1

/// One answer as bytes, and what may be made of it.
struct HubReply: Sendable {
    struct Oversized: Error {}

    let status: Int
    let hub: String?
    let retryAfter: String?
    let body: [UInt8]

    init(status: Int, hub: String?, retryAfter: String? = nil, body: [UInt8]) {
        self.status = status
        self.hub = hub
        self.retryAfter = retryAfter
        self.body = body
    }

    /// Reads the body as it comes; of a failure only the beginning.
    init(_ response: HTTPClientResponse, bound: Int) async throws {
        let isFailure = !(200..<300).contains(response.status.code)
        let bound = isFailure ? HubLimits.failure : bound
        if !isFailure, let length = response.headers.first(name: "content-length").flatMap({ Int($0) }),
            length > bound
        {
            throw Oversized()
        }
        var bytes: [UInt8] = []
        for try await piece in response.body {
            bytes.append(contentsOf: piece.readableBytesView.prefix(bound + 1 - bytes.count))
            guard bytes.count > bound else { continue }
            if isFailure { break }
            throw Oversized()
        }
        try Task.checkCancellation()
        self.init(
            status: Int(response.status.code), hub: response.headers.first(name: "memos-hub"),
            retryAfter: response.headers.first(name: "retry-after"), body: bytes)
    }

    /// The object a success carries.
    ///
    /// - Parameter expected: the hub that has to name itself; `nil` while it is not known.
    func json(from address: HubAddress, hub expected: String?) throws(HubFault) -> JSON {
        let isSuccess = (200..<300).contains(status)
        let isOwn = expected == nil || hub == expected
        // What something else at the address says of a failure is no word of the hub: nobody is thrown out by it.
        guard isOwn else {
            if !isSuccess, hub == nil, status >= 500 {
                throw HubFault.told(by: nil, status: status, retryAfter: retryAfter, address: address)
            }
            throw HubFault(
                .foreign, "At \(address) another answers than the hub this device was paired with.",
                hint: "Nothing was taken from it. Is the address still the hub's?")
        }
        guard isSuccess else {
            throw HubFault.told(by: parsed, status: status, retryAfter: retryAfter, address: address)
        }
        guard Self.isModest(body) else { throw .nonsense("it holds far too many values") }
        guard let json = parsed, json.object != nil else { throw .nonsense("it is no JSON object") }
        return json
    }

    private var parsed: JSON? {
        Self.isModest(body) ? try? JSON(parsing: body, maximumDepth: HubLimits.depth) : nil
    }

    /// Whether few enough values stand in the text: a value takes many times the bytes of its shortest form, and this is
    /// found out before any is made.
    static func isModest(_ bytes: [UInt8]) -> Bool {
        var count = 0
        for byte in bytes where byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
            count += 1
        }
        return count <= HubLimits.values
    }
}
