import JSONText
package import MemoryModel
package import TextAnalysis

/// What may be kept of a text: host envelopes and our own fence stripped, blobs described, secrets redacted, length
/// capped — in that order, so that no secret survives by being cut in two. Everything written anywhere goes through here.
package struct TurnCleaning: Sendable {
    package struct Options: Sendable {
        /// Characters kept of a user's, an agent's or a thought's text.
        package var textLimit = 4000
        /// Characters kept of a tool's output.
        package var toolOutputLimit = 2000
        /// The person's own rules of redaction.
        package var redaction = RedactionRules.none

        package init() {}
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    /// Why a message is housekeeping of a host and not to be recorded or recalled for; `nil` for everything else.
    package func reasonToSkip(_ userText: String) -> String? {
        if case .skip(let reason) = CaptureGate.decision(userText: userText) { reason } else { nil }
    }

    package func words(_ text: String) -> String {
        Clip.headTail(redacted(Envelope.clean(text)), limit: options.textLimit)
    }

    /// The text without secrets, by the built-in rules and the person's own, with what was taken out; as long as it was.
    package func redaction(of text: String) -> Redaction { Redactor.redact(text, rules: options.redaction) }

    package func call(_ call: ToolCall) -> ToolCall {
        var clean = call
        clean.startedAt = Timestamps.plausible(call.startedAt)
        clean.endedAt = Timestamps.plausible(call.endedAt)
        clean.input = call.input.mapStrings {
            Clip.headTail(redacted(InjectionFence.strip($0)), limit: options.textLimit)
        }
        // Secrets in one member may only be recognisable with its name beside it.
        let joined = clean.input.text
        let checked = Redactor.redact(joined, rules: options.redaction).text
        if checked != joined { clean.input = (try? JSON(parsing: checked)) ?? .string(checked) }
        if checked.utf8.count > options.textLimit * Self.longestInput {
            clean.input = .string(Clip.headTail(checked, limit: options.textLimit))
        }
        clean.output = call.output.map {
            Clip.headTail(redacted(InjectionFence.strip($0)), limit: options.toolOutputLimit)
        }
        clean.errorCode = call.errorCode.map { Clip.headTail(redacted($0), limit: 200) }
        clean.thinkingBefore = call.thinkingBefore.map(words)
        clean.textBefore = call.textBefore.map(words)
        return clean
    }

    /// An input may have a few long members, not thousands; in bytes, which a character has up to four of.
    private static let longestInput = 4

    private func redacted(_ text: String) -> String {
        // SQLite ends a text at its first zero; what follows would be lost.
        let text = text.utf8.contains(0) ? text.replacing("\u{0}", with: "\u{FFFD}") : text
        return Redactor.redact(Attachments.describe(text), rules: options.redaction).text
    }
}
