import HubStore
import JSONText
import Logging
import MemoryModel

/// Writes down what was refused. The same refusal of the same one is written down a few times an hour at most, so
/// that nobody can fill the log.
struct AuditDesk: Sendable {
    let database: HubDatabase
    let rate: RateLimiter
    let logger: Logger
    let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - what: was refused: `code`, `token`, `statement`, `request`.
    ///   - device: that asked; `nil` for a stranger.
    func refuse(_ what: String, subject: String, device: String? = nil, address: String) async {
        guard rate.take("\(device ?? address) \(what)") == nil else { return }
        let time = now()
        do throws(MemoryError) {
            try await database.write { transaction in
                _ = try transaction.record(
                    actor: device ?? "stranger", action: "refuse", subject: subject,
                    details: JSONObject([
                        .init(key: "address", value: .string(address)), .init(key: "what", value: .string(what)),
                    ]), at: time)
            }
        } catch {
            logger.warning("A refusal could not be written down.", metadata: ["error": "\(error.code.rawValue)"])
        }
    }
}
