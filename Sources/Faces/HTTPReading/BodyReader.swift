import HTTPTypes
package import Hummingbird
package import JSONText
package import NIOCore

/// Reads the body of one request within its limits of size and time.
///
/// A body may come slowly, but not as slowly as it likes: after a time of grace it must have come at a steady pace,
/// otherwise the connection is closed. A body that was not read to its end is for the answer to deal with: `isDone`.
package final class BodyReader {
    private let request: Request
    package let channel: any Channel
    package private(set) var isDone: Bool

    package init(request: Request, channel: any Channel) {
        self.request = request
        self.channel = channel
        let hasBody =
            request.headers[.transferEncoding] != nil || (request.headers[.contentLength] ?? "0") != "0"
        isDone = !hasBody
    }

    /// Hands over the body piece by piece. Throws a `BodyFault` for what is wrong with the body, and what `take` throws
    /// as it is.
    package func eachPiece(limit: Int, grace: Duration, _ take: (ByteBuffer) async throws -> Void) async throws {
        guard !isDone else { return }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limit { throw BodyFault.tooLarge(limit: limit) }
        let pace = BodyPace(grace: grace)
        pace.watch(channel)
        defer { pace.stop() }
        var count = 0
        var refusal: (any Error)?
        do {
            for try await piece in request.body {
                count += piece.readableBytes
                guard count <= limit else { throw BodyFault.tooLarge(limit: limit) }
                pace.note(count)
                do {
                    try await take(piece)
                } catch {
                    refusal = error
                    throw error
                }
            }
        } catch {
            if let refusal { throw refusal }
            throw error as? BodyFault ?? (pace.isTooSlow ? .tooSlow : .cut)
        }
        if pace.isTooSlow { throw BodyFault.tooSlow }
        if let length, length != count { throw BodyFault.cut }
        isDone = true
    }

    /// The members of the JSON object in the body; no body is an empty object.
    package func readObject(limit: Int, grace: Duration) async throws(BodyFault) -> JSONObject {
        if isDone { return JSONObject() }
        let bytes = try await readJSON(limit: limit, grace: grace)
        if bytes.isEmpty { return JSONObject() }
        guard let object = (try? JSON(parsing: bytes))?.object else { throw .notAnObject }
        return object
    }

    /// The bytes of a body that says it is JSON.
    package func readJSON(limit: Int, grace: Duration) async throws(BodyFault) -> [UInt8] {
        guard isJSON else { throw .mediaType }
        var bytes: [UInt8] = []
        do {
            try await eachPiece(limit: limit, grace: grace) { bytes += $0.readableBytesView }
        } catch {
            throw error as? BodyFault ?? .cut
        }
        return bytes
    }

    /// `application/json`, with or without parameters.
    private var isJSON: Bool {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }
        return type.lowercased() == "application/json"
    }
}
