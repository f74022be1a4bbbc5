import MemoryModel
import StepReading

/// A step as facts are read from it: whether it worked is told by its marks alone, so that reading it stays cheap.
struct SeenStep {
    let trace: Trace
    let run: ToolRun
    let action: ActionKind

    /// - Returns: `nil` for an answer.
    init?(_ trace: Trace) {
        guard let run = ToolRun(trace) else { return nil }
        self.trace = trace
        self.run = run
        action = ActionKind.of(run)
    }

    var hasPassed: Bool { trace.outcome == .success }

    var hasFailed: Bool { trace.outcome == .failure || trace.outcome == .unknown && !trace.errors.isEmpty }

    /// Whether it says that a file is not there.
    var missesFile: Bool {
        let said = (trace.call?.errorCode ?? "") + "\n" + (trace.call?.output ?? "").prefix(600)
        return !hasPassed && Self.missing.contains { said.holds($0) }
    }

    private static let missing = [
        "No such file or directory", "no such file or directory", "ENOENT", "File does not exist",
        "file does not exist",
        "File not found", "没有那个文件或目录",
    ]
}

extension StringProtocol {
    /// Whether these words stand in it, byte by byte: comparing characters costs a hundred times as much.
    func holds(_ words: String) -> Bool {
        var words = words
        return words.withUTF8 { needle in
            utf8.withContiguousStorageIfAvailable { Self.find(needle, in: $0) }
                ?? Array(utf8).withUnsafeBufferPointer { Self.find(needle, in: $0) }
        }
    }

    private static func find(_ needle: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = needle.first else { return true }
        guard text.count >= needle.count else { return false }
        for start in 0...(text.count - needle.count) where text[start] == first {
            var length = 1
            while length < needle.count, text[start + length] == needle[length] { length += 1 }
            if length == needle.count { return true }
        }
        return false
    }
}
