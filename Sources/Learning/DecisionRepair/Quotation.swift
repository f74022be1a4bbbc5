import MemoryModel
import StepReading
import TextAnalysis

/// What somebody else said, fit to stand in a sentence of ours: on one line, without secrets, cut, and for output of
/// tools only where it does not read like an order.
enum Quotation {
    /// What an agent ran, in backticks.
    static func command(_ text: String, limit: Int = 90) -> String {
        "`" + cut(line(text).replacing("`", with: "'"), limit: limit) + "`"
    }

    /// A user's words in quotation marks.
    static func words(_ text: String, limit: Int = 140) -> String {
        "“" + cut(line(text), limit: limit) + "”"
    }

    /// What went wrong in all of them: in the words of an output where they are short and can be shown, in ours
    /// otherwise; `nil` when neither says anything.
    static func fault(of failures: [Attempt], family: FaultFamily) -> String? {
        for failure in failures.reversed() {
            let output = failure.trace.call?.output ?? ""
            // A long output is more than its fault.
            let lines = output.utf8.count <= 400 ? output.split(whereSeparator: \.isNewline).suffix(3) : []
            for said in failure.trace.errors.prefix(2).map(\.signature) + lines.map(String.init) {
                let told = message(said)
                let holes = told.split(separator: "<", maxSplits: 3, omittingEmptySubsequences: false).count - 1
                guard told.count >= 6, holes < 2, told.count <= 80 || family == .other, !readsLikeAnOrder(told) else {
                    continue
                }
                return "“" + cut(told, limit: 80) + "”"
            }
        }
        return family == .other ? nil : family.phrase
    }

    /// Words with which an output would command instead of tell.
    static func readsLikeAnOrder(_ text: String) -> Bool {
        let text = text.lowercased()
        return orders.contains { text.contains($0) }
    }

    private static let orders = [
        "ignore", "disregard", "previous instruction", "you must", "you should", "you are", "please", "instead run",
        "run:", "run the", "execute", "curl ", "wget ", "http://", "https://", "| sh", "|sh", "| bash", "|bash",
        "sudo ",
        "rm -", "system prompt", "assistant", "the user", "user wants", "password", "api key", "token to", "忽略", "请执行",
        "请运行", "必须", "你应该", "指令",
    ]

    /// An error mark without the program and the places before its message: `sed: 1: <str>: invalid command code`.
    private static func message(_ signature: String) -> String {
        let parts = line(signature).split(separator: ": ", omittingEmptySubsequences: true)
        var rest = parts[...]
        while rest.count > 1, let first = rest.first, isPlace(first) { rest = rest.dropFirst() }
        let message = rest.joined(separator: ": ")
        return message.last == "." ? String(message.dropLast()) : message
    }

    private static func isPlace(_ part: Substring) -> Bool {
        part.hasPrefix("<") || part.hasPrefix("\"") || part.count <= 2 || part == "sed" || part == "error"
            || part == "Error" || part == "fatal"
    }

    private static func line(_ text: String) -> String {
        let clean = Redactor.redact(String(text.prefix(2000))).text
        let isControl: (Character) -> Bool = {
            $0.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        return clean.split { $0.isWhitespace || isControl($0) }.joined(separator: " ")
    }

    private static func cut(_ text: String, limit: Int) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }
}

extension Attempt {
    /// What it was, in a sentence: “a Python script”, “`apk add libpq-dev`”, “the `Edit` tool”.
    var phrase: String {
        if let scriptLanguage {
            let article = scriptLanguage == "AppleScript" ? "an" : "a"
            return "\(article) \(scriptLanguage) script"
        }
        guard run.isShell else { return "the " + Quotation.command(run.tool, limit: 40) + " tool" }
        let isLong = run.input.contains { $0.isNewline } || run.input.count > 90
        guard isLong, let main = run.main else { return Quotation.command(run.input) }
        return Quotation.command(main.words.joined(separator: " "), limit: 60)
    }

    /// Its name in a sentence: “`sed -i`”, “a Python script”.
    var namePhrase: String {
        run.isShell && scriptLanguage == nil ? Quotation.command(name, limit: 40) : phrase
    }
}
