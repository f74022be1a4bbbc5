/// Takes secrets out of a text before it is kept anywhere. What stands in for one says its kind: `[redacted:jwt]`.
///
/// Known token formats are found wherever they stand; other values only behind a name that says they are secret.
/// Placeholders, code that merely handles secrets, hashes and ids are left alone. Redacting twice changes nothing.
package enum Redactor {
    /// - Parameter rules: the person's own, beside the built-in ones.
    package static func redact(_ text: String, rules: RedactionRules = .current) -> Redaction {
        var source = text
        let findings = findings(in: &source, rules)
        guard !findings.isEmpty else { return Redaction(text: text, findings: []) }
        var redacted = replace(findings, in: source)
        // A replacement can bring two texts together that now look like a secret; few rounds settle that.
        for _ in 0..<8 {
            let further = Self.findings(in: &redacted, rules)
            if further.isEmpty { break }
            redacted = replace(further, in: redacted)
        }
        return Redaction(text: redacted, findings: findings)
    }

    private static func findings(in text: inout String, _ rules: RedactionRules) -> [Redaction.Finding] {
        text.withUTF8 { bytes in
            let known = RedactionScanner.findings(in: bytes)
            return rules.isEmpty ? known : Redaction.Finding.united(known + rules.findings(in: bytes))
        }
    }

    private static func replace(_ findings: [Redaction.Finding], in text: String) -> String {
        let source = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var position = 0
        for finding in findings {
            result += source[position..<finding.range.lowerBound]
            result += Array("[redacted:\(finding.kind)]".utf8)
            position = finding.range.upperBound
        }
        result += source[position...]
        return String(decoding: result, as: UTF8.self)
    }
}

/// A text without its secrets, and what was taken out.
package struct Redaction: Sendable, Equatable {
    package struct Finding: Sendable, Equatable {
        package let kind: String
        /// Bytes of the text as it was.
        package let range: Range<Int>
    }

    package let text: String
    package let findings: [Finding]
}
