/// A bar on standard error, where a person looks at one.
final class ProgressBar {
    private static let width = 30
    private let isShown = Output.isErrorTerminal
    private var last = ""

    /// - Parameter label: what is being done.
    func show(_ label: String = "", done: Int64, total: Int64) {
        show(label.isEmpty ? "" : label + " ", done: done, total: total, text: "\(done)/\(total)")
    }

    func show(_ label: String, bytes done: Int64, of total: Int64) {
        show(label + " ", done: done, total: total, text: "\(Output.bytes(done)) of \(Output.bytes(total))")
    }

    private func show(_ label: String, done: Int64, total: Int64, text: String) {
        guard isShown, total > 0 else { return }
        let filled = Int(Int64(Self.width) * min(done, total) / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let line = "\r\(label)\(bar) \(text)\u{1B}[K"
        if line != last { Output.writeError(line) }
        last = line
    }

    func finish() {
        if !last.isEmpty { Output.writeError("\r\u{1B}[K") }
        last = ""
    }
}
