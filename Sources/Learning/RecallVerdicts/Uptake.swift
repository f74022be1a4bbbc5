import MemoryModel
import StepReading
import TextAnalysis

/// Whether a command that a memory recommends was run on its account.
enum CommandUptake {
    /// - Returns: the command as it was run, when the task had not run it before it was recommended and nobody had asked
    ///   for it.
    static func command(of memory: HandedOver, in course: TaskCourse, from start: Int) -> String? {
        let recommended = memory.recommended
        guard !recommended.isEmpty else { return nil }
        let (before, after) = course.steps(from: start)
        for run in recommended where isWorthNaming(run) && !isDone(run, in: before) {
            if let step = after.first(where: { $0.hasPassed && Self.is($0, run) }) { return text(of: step) }
        }
        return nil
    }

    static func `is`(_ step: ReadStep, _ run: ToolRun) -> Bool {
        step.run.map { run.sameness(to: $0) == .same } ?? false
    }

    static func text(of step: ReadStep) -> String {
        let line = step.run?.main.map { $0.words.joined(separator: " ") } ?? step.run?.input ?? ""
        return String(line.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80))
    }

    /// A shell's command of three words or more: shorter ones are run in any task, and so are tools that edit a file.
    private static func isWorthNaming(_ run: ToolRun) -> Bool {
        run.isShell && (run.main?.words.count ?? 0) >= 3
    }

    private static func isDone(_ run: ToolRun, in steps: [ReadStep]) -> Bool {
        steps.contains { Self.is($0, run) }
    }
}

/// What speaks against a memory after it was handed over.
enum Contradiction {
    static func reason(against memory: HandedOver, in course: TaskCourse, from start: Int) -> String? {
        rejection(of: memory, in: course) ?? correction(of: memory, in: course)
            ?? failure(of: memory, in: course, start)
    }

    /// Somebody marked the very step as bad.
    private static func rejection(of memory: HandedOver, in course: TaskCourse) -> String? {
        guard memory.item.kind == .trace else { return nil }
        let isRejected = course.feedback.contains {
            $0.at >= memory.at && $0.polarity == "negative" && $0.traceID?.rawValue == memory.item.itemID
        }
        return isRejected ? "rejected" : nil
    }

    /// The person wants left what the memory recommends, or done what it says to leave.
    private static func correction(of memory: HandedOver, in course: TaskCourse) -> String? {
        let advised = memory.guidance.preference.map(\.text) + memory.recommended.map(\.input)
        let warned = memory.guidance.antiPattern.map(\.text)
        for feedback in course.feedback where feedback.at > memory.at && feedback.polarity != "positive" {
            if let avoid = feedback.reading?.avoid, speaks(advised, of: avoid), !speaks(warned, of: avoid) {
                return "corrected: \(avoid)"
            }
            if let prefer = feedback.reading?.prefer, speaks(warned, of: prefer), !speaks(advised, of: prefer) {
                return "corrected: \(prefer)"
            }
        }
        return nil
    }

    private static func speaks(_ texts: [String], of name: String) -> Bool {
        let name = name.lowercased()
        guard name.count >= 2 else { return false }
        return texts.contains { text in
            text.lowercased().split { !$0.isLetter && !$0.isNumber && !"-_./".contains($0) }.contains { $0 == name }
                || name.contains(" ") && text.lowercased().contains(name)
        }
    }

    /// What it recommends was run, failed, and was not got to work.
    private static func failure(of memory: HandedOver, in course: TaskCourse, _ start: Int) -> String? {
        let after = course.steps(from: start).after
        for run in memory.recommended {
            let runs = after.filter { CommandUptake.is($0, run) }
            guard let last = runs.last, last.hasFailed, !runs.contains(where: \.hasPassed) else { continue }
            return "failed: \(CommandUptake.text(of: last))"
        }
        return nil
    }
}
