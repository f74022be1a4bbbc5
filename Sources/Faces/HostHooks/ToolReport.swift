import JSONText
import MemoryModel

/// A tool call as a host's event tells it, in the shapes that all of them use.
struct ToolReport {
    var name: String
    var id: JSON?
    var input: JSON?
    var output: String
    /// What went wrong; `nil` for a call that went well.
    var failure: String?
    /// Milliseconds.
    var duration: JSON?

    /// - Parameter failure: what the event itself says went wrong; otherwise the response is asked.
    init(name: String, id: JSON?, input: JSON?, response: JSON?, failure: String? = nil, duration: JSON? = nil) {
        let text = Self.text(of: response ?? .null)
        self.name = name
        self.id = id?.string == nil ? nil : id
        self.input = input
        self.failure = failure ?? Self.failure(in: response, text: text)
        output = text.isEmpty ? failure ?? "" : text
        self.duration = duration
    }

    /// As a ToolCall of the wire.
    func json(at time: Timestamp) -> JSON {
        // A call of more than a day is a mistake of somebody's clock.
        let spent = duration?.int.flatMap { (0...86_400_000).contains($0) ? $0 : nil }
        return .object(present: [
            ("name", .string(name)), ("toolCallId", id), ("input", input), ("output", .string(output)),
            ("errorCode", failure.map { .string(Self.firstLine(of: $0)) }),
            ("startedAt", spent.map { .integer(time - $0) }), ("endedAt", .integer(time)),
        ])
    }

    /// What a tool answered, as text: its output and error streams, or the text of its blocks.
    static func text(of response: JSON) -> String {
        switch response {
        case .null: return ""
        case .string(let text): return text
        case .array(let blocks):
            return blocks.map { $0["text"]?.string ?? $0.text }.joined(separator: "\n")
        case .object(let object):
            let streams = ["stdout", "stderr"].compactMap { object[$0]?.string }.filter { !$0.isEmpty }
            if object["stdout"] != nil { return streams.joined(separator: "\n") }
            for name in ["content", "llmContent", "output", "text"] {
                if let inner = object[name], !inner.isNull { return text(of: inner) }
            }
            return response.text
        default: return response.text
        }
    }

    /// Results of MCP say that they are errors, shells say how they ended.
    private static func failure(in response: JSON?, text: String) -> String? {
        guard let response else { return nil }
        if response["isError"]?.bool == true { return text.isEmpty ? "error" : text }
        for name in ["exitCode", "exit_code"] {
            if let code = response[name]?.int, code != 0 { return "Exit code \(code)" }
        }
        return nil
    }

    private static func firstLine(of text: String) -> String {
        String(text.prefix { $0 != "\n" }.prefix(120))
    }
}
