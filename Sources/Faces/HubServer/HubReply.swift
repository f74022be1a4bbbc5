import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// An answer before it is one of HTTP.
struct HubReply: Sendable {
    let bytes: [UInt8]
    var status = 200

    init(_ json: JSON, status: Int = 200) {
        bytes = json.utf8Text
        self.status = status
    }

    /// - Parameter bytes: of JSON.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    func response(hub: String) -> Response {
        Response(
            status: HTTPResponse.Status(code: status), headers: Self.headers(hub: hub),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func response(_ fault: HubFault, hub: String) -> Response {
        var response = HubReply(fault.json, status: fault.status).response(hub: hub)
        if let seconds = fault.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if !fault.allowed.isEmpty { response.headers[.allow] = fault.allowed.joined(separator: ", ") }
        if fault.code == .unauthenticated { response.headers[.wwwAuthenticate] = "Bearer realm=\"memos hub\"" }
        return response
    }

    private static func headers(hub: String) -> HTTPFields {
        [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store", .hub: hub,
            .contentTypeOptions: "nosniff",
        ]
    }
}

extension HTTPField.Name {
    /// The hub's id, on every answer.
    static let hub = Self("Memos-Hub")!
    static let contentTypeOptions = Self("X-Content-Type-Options")!
}
