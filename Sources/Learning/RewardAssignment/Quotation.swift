import StepReading
import TextAnalysis

/// Words of others in a sentence of ours: one line, cut, without what would end the quotation.
enum Quotation {
    /// What was run, as code.
    static func code(_ run: ToolRun) -> String {
        let text = run.main.map { $0.core.joined(separator: " ") } ?? "\(run.tool) \(run.subject)"
        return "`\(line(text, limit: 60))`"
    }

    /// What somebody said; empty when nothing.
    static func words(_ text: String?) -> String {
        let line = line(text ?? "", limit: 80)
        return line.isEmpty ? "" : ": “\(line)”"
    }

    private static func line(_ text: String, limit: Int) -> String {
        var result = ""
        var isSpace = true
        // Marks can be piled on one character without end; so bytes are bounded as well.
        for scalar in text.unicodeScalars.prefix(4 * limit) {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                if !isSpace { result.append(" ") }
                isSpace = true
                continue
            }
            guard scalar.properties.generalCategory != .format else { continue }
            isSpace = false
            switch scalar {
            case "`", "“", "”": result.append("'")
            case "<": result.append("‹")
            case ">": result.append("›")
            default: result.unicodeScalars.append(scalar)
            }
        }
        while result.last == " " { result.removeLast() }
        return result.count > limit ? result.prefix(limit - 1) + "…" : result
    }
}
