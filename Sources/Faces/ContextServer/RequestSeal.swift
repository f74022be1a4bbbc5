import Digest
import JSONText

/// Gives a client something to bring back that it cannot change: what a question was about, with a code that only this
/// process can make. After a restart the question is asked anew.
struct RequestSeal: Sendable {
    /// How long an answer is taken, in ms: as long as a person may take to look.
    static let lifetime: Int64 = 600_000

    private let key: [UInt8]

    init() {
        var generator = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// - Parameter subject: what an answer may be used for, and nothing else.
    func close(_ subject: JSON, now: Int64) -> String {
        let text = JSON.array([.integer(now + Self.lifetime), subject]).utf8Text
        return SHA256.hexadecimal(MessageCode.sha256(text, key: key)) + String(decoding: text, as: UTF8.self)
    }

    /// Whether this was closed here over the same subject, and is not too old.
    func isWhole(_ sealed: String, over subject: JSON, now: Int64) -> Bool {
        let bytes = Array(sealed.utf8)
        guard bytes.count > 64 else { return false }
        let text = Array(bytes[64...])
        let expected = Array(SHA256.hexadecimal(MessageCode.sha256(text, key: key)).utf8)
        var difference: UInt8 = 0
        for index in 0..<64 { difference |= bytes[index] ^ expected[index] }
        guard difference == 0, let content = try? JSON(parsing: text), let until = content[0]?.int else { return false }
        return now < until && content[1] == subject
    }
}
