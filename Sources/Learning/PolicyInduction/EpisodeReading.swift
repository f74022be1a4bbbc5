import MemoryModel
import StepReading
import TextAnalysis

/// A task as it is searched for lessons: everything that was done, one action an entry, with what came of it.
struct EpisodeReading {
    struct Done {
        var action: CourseAction
        var hasFailed: Bool
        var fault: FaultFamily?
        var errorText: String
        var sayings: [String]
        var value: Double
        var place: Int
    }

    let record: EpisodeRecord
    let done: [Done]
    let marks: Set<String>
    let terms: [String]
    let opening: String

    init(_ record: EpisodeRecord) {
        self.record = record
        let workspace = record.owner.workspace
        var done: [Done] = []
        var words: Set<String> = []
        var marks: Set<String> = []
        for trace in record.steps where trace.kind == .tool && done.count < Self.longestTask {
            let step = ReadStep(trace)
            let actions = CourseAction.actions(of: step, workspace: workspace)
            marks.formUnion(EnvironmentMarks.ofSystem(told: trace.call?.output ?? ""))
            for (place, action) in actions.enumerated() {
                if action.form == .shell {
                    for word in action.words { words.formUnion(Self.plainWords(of: word)) }
                    if let mark = EnvironmentMarks.of(program: String(action.stem.prefix { $0 != " " })) {
                        marks.insert(mark)
                    }
                }
                // Of a line that failed, what went wrong is taken for the last thing it was to do.
                let isMain = place == actions.count - 1
                if step.hasFailed, !isMain { continue }
                done.append(
                    Done(
                        action: action, hasFailed: step.hasFailed, fault: step.hasFailed ? step.fault : nil,
                        errorText: step.hasFailed ? trace.errors.first?.signature ?? "" : "",
                        sayings: step.hasFailed ? FaultNames.of(trace) : [], value: trace.value, place: done.count))
            }
        }
        self.done = done
        let asked = record.turns.map(\.userText)
        opening = OpeningWords.cut(asked.first { !$0.isEmpty } ?? record.episode.preview)
        terms = OpeningWords.terms(of: opening)
        for text in asked { words.formUnion(Self.plainWords(of: String(text.prefix(1000)))) }
        marks.formUnion(EnvironmentMarks.of(words: words))
        let usesApt = done.contains { $0.action.stem.hasPrefix("apt") }
        if usesApt, !marks.contains(where: EnvironmentMarks.isSystem) { marks.insert("debian") }
        if marks.contains(where: { EnvironmentMarks.isSystem($0) && $0 != "linux" }) { marks.remove("linux") }
        if let folder = workspace?.split(separator: "/").last, !folder.isEmpty { marks.insert("project:\(folder)") }
        self.marks = marks
    }

    /// Lower-case words; Chinese ones that the marks know, by their characters.
    private static func plainWords(of text: String) -> Set<String> {
        var result: Set<String> = []
        for part in text.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber) }).prefix(200) {
            result.insert(String(part))
            if !part.utf8.allSatisfy({ $0 < 0x80 }) {
                let characters = Array(part)
                for start in characters.indices {
                    for length in 2...3 where start + length <= characters.count {
                        result.insert(String(characters[start..<start + length]))
                    }
                }
            }
        }
        return result
    }

    private static let longestTask = 2000
}

/// What a user asked for at the beginning of a task.
enum OpeningWords {
    static func cut(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return String(line.prefix(160))
    }

    /// Its content words, at most 24, without numbers and paths.
    static func terms(of text: String) -> [String] {
        Terms.queryTerms(in: text).filter { term in
            guard !term.isStopword else { return false }
            switch term.kind {
            case .word, .identifier, .han2: return term.text.utf8.count > 2
            case .number, .path, .version, .han1: return false
            }
        }.prefix(24).map(\.text)
    }
}

/// How a fault is known again. An output can say anything; what is kept of it are sayings of our own lexicon and bare
/// names of errors.
enum FaultNames {
    static func of(_ trace: Trace) -> [String] {
        var sayings: [String] = []
        if let saying = FaultFamily.reading(trace)?.saying, saying.contains(where: \.isLetter) {
            sayings.append(saying)
        }
        for mark in trace.errors {
            for name in [mark.errorClass, mark.code].compactMap({ $0 }) where isName(name) && !sayings.contains(name) {
                sayings.append(name)
            }
        }
        return Array(sayings.prefix(3))
    }

    private static func isName(_ text: String) -> Bool {
        (4...40).contains(text.utf8.count) && !vague.contains(text.lowercased())
            && text.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5F || $0 == 0x2E }
    }

    private static let vague: Set<String> = ["error", "fatal", "panic", "exception", "failed", "failure", "warning"]
}
