import StepReading
import TextAnalysis

/// Words of others in the evidence of a score.
enum Quotation {
    /// What was run, as code.
    static func code(_ run: ToolRun) -> String {
        let text = run.main.map { $0.core.joined(separator: " ") } ?? "\(run.tool) \(run.subject)"
        return "`\(ForeignWords.line(text, limit: 60))`"
    }

    /// What somebody said; empty when nothing.
    static func words(_ text: String?) -> String {
        let line = ForeignWords.line(text ?? "", limit: 80)
        return line.isEmpty ? "" : ": “\(line)”"
    }
}
