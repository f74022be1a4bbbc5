import JSONText
import LanguageModels

/// What all requests of ours have in common.
enum Asking {
    /// Content type, the provider's own headers, then the person's (`Name: value`), which win over ours by name.
    ///
    /// - Throws: `misconfigured` for a header that is none.
    static func headers(_ own: [WireHeader], streamed: Bool, at endpoint: ModelEndpoint) throws(ModelFault)
        -> [WireHeader]
    {
        var headers = [WireHeader("Content-Type", "application/json")]
        headers.append(WireHeader("Accept", streamed ? "text/event-stream, application/json" : "application/json"))
        headers += own
        for line in endpoint.headers {
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let name = String(line[..<colon]).trimmedBlanks
            guard colon != line.endIndex, !name.isEmpty, name.utf8.allSatisfy(isNameByte),
                line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else {
                throw ModelFault(
                    .misconfigured, "One of the role's headers is none.", hint: "Write each as `Name: value`.")
            }
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            headers.append(WireHeader(name, String(line[colon...].dropFirst()).trimmedBlanks))
        }
        return headers
    }

    /// The key's text; `nil` when there is none and none is needed.
    ///
    /// - Throws: `misconfigured` when it is missing, or has characters in it that no header can carry.
    static func text(
        of key: Secret?, at endpoint: ModelEndpoint, isNeeded: Bool, like example: String
    ) throws(ModelFault) -> String? {
        let text = (key?.revealed ?? "").trimmedBlanks
        guard !text.isEmpty else {
            let isInHeaders = endpoint.headers.contains { line in
                ["authorization:", "api-key:", "x-api-key:"].contains { line.lowercased().hasPrefix($0) }
            }
            guard isNeeded, !isInHeaders else { return nil }
            throw ModelFault(
                .misconfigured, "The provider wants a key, and the role has none.",
                hint: "Set the role's apiKey, apiKeyEnv (such as \(example)) or keyCommand.")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ModelFault(
                .misconfigured, "The role's key has blanks, line breaks or foreign characters in it.",
                hint: "Check what apiKey, apiKeyEnv or keyCommand gives: one line, the key alone.")
        }
        return text
    }

    /// - Throws: `misconfigured` when the settings name none.
    static func model(of endpoint: ModelEndpoint, like example: String) throws(ModelFault) -> String {
        let model = endpoint.model.trimmedBlanks
        guard !model.isEmpty else {
            throw ModelFault(
                .misconfigured, "The role names no model.", hint: "Set the role's model, such as \(example).")
        }
        return model
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// A conversation for providers that keep what the system says apart and want the speakers to take turns, a person
/// first.
struct Turns: Sendable {
    /// `nil` when nothing is said.
    var system: String?
    /// At least one; neighbours have different speakers.
    var messages: [ChatMessage] = []

    init(_ request: CompletionRequest) {
        let said = request.messages.filter { $0.speaker == .system }.map(\.text)
        system = said.isEmpty ? nil : said.joined(separator: "\n\n")
        for message in request.messages where message.speaker != .system {
            if messages.isEmpty, message.speaker == .assistant { messages.append(ChatMessage(.user, "Go on.")) }
            if messages.last?.speaker == message.speaker {
                messages[messages.count - 1].text += "\n\n" + message.text
            } else {
                messages.append(message)
            }
        }
        if messages.isEmpty {
            messages = [ChatMessage(.user, system ?? "Answer.")]
            system = nil
        }
    }
}
