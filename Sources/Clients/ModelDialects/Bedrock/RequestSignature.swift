import Digest
import LanguageModels
import MemoryMath
import MemoryModel

/// Signs requests as AWS wants it (Signature Version 4, for services other than S3).
struct RequestSignature: Sendable {
    var credentials: AWSCredentials
    var region: String
    var service: String

    /// - Parameters:
    ///   - path: as it is sent, percent-encoded; AWS encodes it once more for the signature.
    ///   - query: sorted, without the question mark.
    ///   - headers: those to sign, `host` among them; in any order.
    ///   - time: of sending; AWS refuses what is five minutes off.
    /// - Returns: the headers to add: date, authorization and, where there is one, the session's token.
    func headers(
        method: String, path: String, query: String = "", headers: [WireHeader], body: [UInt8], time: Timestamp
    ) -> [WireHeader] {
        let stamp = Self.stamp(time)
        var added = [WireHeader("X-Amz-Date", stamp)]
        if let token = credentials.token { added.append(WireHeader("X-Amz-Security-Token", token.revealed)) }
        let signed = (headers + added)
            .map { (name: $0.name.lowercased(), value: Self.folded($0.value)) }
            .sorted { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let canonical = [
            method, Self.canonicalPath(path), query,
            signed.map { "\($0.name):\($0.value)\n" }.joined(), names, SHA256.hexDigest(of: body),
        ].joined(separator: "\n")
        let day = String(stamp.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", stamp, scope, SHA256.hexDigest(of: Array(canonical.utf8))]
            .joined(separator: "\n")
        var key = Array("AWS4\(credentials.secret.revealed)".utf8)
        for part in [day, region, service, "aws4_request"] { key = MessageCode.sha256(Array(part.utf8), key: key) }
        let signature = SHA256.hexadecimal(MessageCode.sha256(Array(text.utf8), key: key))
        added.append(
            WireHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
            ))
        return added
    }

    /// `20150830T123600Z`.
    static func stamp(_ time: Timestamp) -> String {
        let seconds = Int(max(0, time) / 1000)
        let date = CivilDate(days: seconds / 86400)
        let rest = seconds % 86400
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2) + "T" + padded(rest / 3600, 2)
            + padded(rest / 60 % 60, 2) + padded(rest % 60, 2) + "Z"
    }

    private static func canonicalPath(_ path: String) -> String {
        guard !path.isEmpty else { return "/" }
        return path.split(separator: "/", omittingEmptySubsequences: false).map { String($0).percentEncoded }
            .joined(separator: "/")
    }

    /// Without blanks around it, and one blank in place of several.
    private static func folded(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }
}

/// Of an account at AWS.
struct AWSCredentials: Sendable {
    var id: String
    var secret: Secret
    var token: Secret?

    /// Reads `ACCESS_KEY_ID:SECRET` and `ACCESS_KEY_ID:SECRET:SESSION_TOKEN`; `nil` for keys of another form, which are
    /// sent as they are. An id has capitals and digits only.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
        guard parts.count >= 2, parts[0].count >= 16,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { return nil }
        id = parts[0]
        secret = Secret(parts[1])
        token = parts.count == 3 ? Secret(parts[2]) : nil
    }
}
