import TextAnalysis

/// Secrets that stand in a text.
enum SecretScreen {
    static func read(_ bytes: [UInt8], _ lines: [SourceLine], into ledger: inout FindingLedger) {
        let secrets = Redactor.redact(String(decoding: bytes, as: UTF8.self)).findings
        for secret in secrets.prefix(5) {
            let offset = secret.range.lowerBound
            guard let line = lines.last(where: { $0.raw.startIndex <= offset }) else { continue }
            let isFormat = !loose.contains(secret.kind)
            ledger.add(
                .secret, isFormat ? .high : .medium, "holds what looks like a secret (\(secret.kind))", line: line,
                around: 0)
        }
    }

    /// Found by the words around them, not by a format of their own: examples of connections are written like this.
    private static let loose: Set<String> = [
        "password", "secret", "url-credentials", "basic", "cookie", "authorization", "bearer",
    ]
}
