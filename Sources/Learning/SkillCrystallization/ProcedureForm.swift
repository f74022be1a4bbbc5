import JSONText
import MemoryModel
import StepReading
import TextAnalysis

/// A policy's procedure with its structure: from what its verifier keeps under `procedure`, or from the numbered lines
/// of its text where there is none.
struct ProcedureForm {
    struct Parameter {
        var name: String
        var description: String
        var examples: [String]
    }

    struct Step {
        var text: String
        /// `nil` when it is no shell command.
        var command: String?
        var action: ActionKind?
        var tool: String?
        /// Such as “on Alpine”; `nil` when it holds always.
        var condition: String?
        /// Branches of one step have the same.
        var group: Int64?
        var isOptional = false

        /// What is done without the command that does it.
        var lead: String {
            guard let command, let range = Self.place(of: "`\(command)`", in: text) else { return text }
            let head = text[..<range].drop { $0 == " " }
            let end = head.lastIndex { !" :,–-".contains($0) }
            return end.map { String(head[...$0]) } ?? ""
        }

        private static func place(of part: String, in text: String) -> String.Index? {
            let (part, bytes) = (Array(part.utf8), text.utf8)
            guard bytes.count >= part.count else { return nil }
            var index = bytes.startIndex
            for _ in 0...(bytes.count - part.count) {
                if bytes[index...].starts(with: part) { return index }
                index = bytes.index(after: index)
            }
            return nil
        }
    }

    var isRepair = false
    var action: ActionKind?
    /// The words that the goal's commands share; empty when they differ.
    var stem: [String] = []
    var fault: FaultFamily?
    var parameters: [Parameter] = []
    var steps: [Step] = []
    var verification = ""
    var preconditions: [String] = []
    var tools: [String] = []
    var goals: [String] = []
    /// What the situations were marked by: tags of environments and tools.
    var marks: [String] = []

    init(of policy: Policy) {
        if let form = policy.verifierMeta?["procedure"], form["steps"]?.array?.isEmpty == false {
            read(form)
        } else {
            steps = Self.lines(of: policy.procedure).map { Step(text: $0, command: CommandText.first(in: $0)) }
        }
        if verification.isEmpty { verification = Wording.cut(policy.verification, to: 400) }
    }

    private mutating func read(_ form: JSON) {
        isRepair = form["kind"]?.string == "repair"
        action = form["action"]?.string.flatMap(ActionKind.init)
        stem = (form["tool_stem"]?.string ?? "").split(separator: " ").map(String.init)
        fault = form["fault"]?.string.flatMap(FaultFamily.init)
        verification = Wording.cut(form["verification"]?.string ?? "", to: 400)
        preconditions = Self.texts(form["preconditions"], limit: 240, count: 6)
        tools = Self.texts(form["tools"], limit: 80, count: 8)
        goals = Self.texts(form["goals"], limit: 160, count: 5)
        marks = Self.texts(form["marks"], limit: 40, count: 8)
        parameters = (form["parameters"]?.array ?? []).prefix(8).compactMap { value in
            guard let name = value["name"]?.string, !name.isEmpty else { return nil }
            return Parameter(
                name: Wording.cut(name, to: 40), description: Wording.cut(value["description"]?.string ?? "", to: 160),
                examples: Self.texts(value["examples"], limit: 80, count: 4))
        }
        steps = (form["steps"]?.array ?? []).prefix(20).compactMap { value in
            let text = Wording.cut(value["text"]?.string ?? "", to: 400)
            guard !text.isEmpty else { return nil }
            return Step(
                text: text, command: value["command"]?.string, action: value["action"]?.string.flatMap(ActionKind.init),
                tool: value["tool"]?.string, condition: value["condition"]?.string.map { Wording.cut($0, to: 80) },
                group: value["group"]?.int, isOptional: value["optional"]?.bool ?? false)
        }
    }

    private static func texts(_ value: JSON?, limit: Int, count: Int) -> [String] {
        (value?.array ?? []).lazy.compactMap(\.string).map { Wording.cut($0, to: limit) }.filter { !$0.isEmpty }
            .prefix(count).map { $0 }
    }

    /// The lines that say something, without their numbers.
    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            let line = line.drop { $0 == " " || $0 == "\t" }
            let number = line.prefix(while: \.isNumber)
            let rest = line.dropFirst(number.count)
            if !number.isEmpty, let mark = rest.first, ".)、".contains(mark) { return String(rest.dropFirst()) }
            return String(line.first == "-" || line.first == "*" ? line.dropFirst() : line)
        }.map { Wording.cut($0, to: 400) }.filter { !$0.isEmpty }.prefix(20).map { $0 }
    }
}

/// Commands in the text of a step, which stand between backquotes.
enum CommandText {
    static func first(in text: String) -> String? { all(in: text).first }

    static func all(in text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return stride(from: 1, to: max(parts.count - 1, 1), by: 2).map { String(parts[$0]) }
            .filter { !$0.isEmpty && !$0.hasPrefix("<") }
    }
}
