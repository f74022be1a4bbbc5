import HTTPReading
import JSONText
import NIOCore

/// Bodies of requests, with their faults as the viewer tells them.
extension BodyReader {
    /// Hands over the body piece by piece; errors of `take` that are none of ours count as a body that ended early.
    func pieces(limit: Int, grace: Duration, _ take: (ByteBuffer) async throws -> Void) async throws(ViewerError) {
        do {
            try await eachPiece(limit: limit, grace: grace, take)
        } catch {
            throw error as? ViewerError ?? ViewerError(error as? BodyFault ?? .cut)
        }
    }

    /// The members of the JSON object in the body; no body is an empty object.
    func object(limit: Int, grace: Duration) async throws(ViewerError) -> JSONObject {
        do throws(BodyFault) {
            return try await readObject(limit: limit, grace: grace)
        } catch {
            throw ViewerError(error)
        }
    }

    /// The bytes of a body of JSON.
    func json(limit: Int, grace: Duration) async throws(ViewerError) -> [UInt8] {
        do throws(BodyFault) {
            return try await readJSON(limit: limit, grace: grace)
        } catch {
            throw ViewerError(error)
        }
    }
}

extension ViewerError {
    init(_ fault: BodyFault) {
        self =
            switch fault {
            case .tooLarge(let limit): .tooLarge(limit: limit)
            case .tooSlow: .slowBody
            case .cut: .cutBody
            case .mediaType: .mediaType
            case .notAnObject: .badBody
            }
    }
}
