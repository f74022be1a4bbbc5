import MemoryModel
import StepReading

/// Whether two lessons teach the same.
enum Likeness {
    /// `cos + 0.05[tag] + 0.03[tool] + 0.02[error]`, at most 1; 0 where both name a tag, or an error, and they differ.
    static func score(
        _ signature: String, _ vector: LessonVector, with other: String, _ otherVector: LessonVector
    ) -> Double {
        let (a, b) = (slots(signature), slots(other))
        if isDifferent(a[0], b[0]) || isDifferent(a[3], b[3]) { return 0 }
        let bonus =
            (isSame(a[0], b[0]) ? 0.05 : 0) + (isSame(a[2], b[2]) ? 0.03 : 0) + (isSame(a[3], b[3]) ? 0.02 : 0)
        return min(vector.cosine(otherVector) + bonus, 1)
    }

    /// Whether the tags and errors of two signatures leave it open that they are about the same.
    static func isComparable(_ signature: String, _ other: String) -> Bool {
        let (a, b) = (slots(signature), slots(other))
        return !isDifferent(a[0], b[0]) && !isDifferent(a[3], b[3])
    }

    static func slots(_ signature: String) -> [Substring] {
        let slots = signature.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
        return slots + Array(repeating: "_", count: max(0, 4 - slots.count))
    }

    /// How much two lessons have in common that not every task has. Two that look alike only in that files were edited
    /// and tests run have nothing in common.
    static func agreement(_ a: Lesson, _ b: Lesson) -> Agreement {
        var agreement = Agreement()
        if let fault = a.fault, fault == b.fault {
            agreement.points += isTelling(fault) ? 1 : 0
            if isTelling(fault) || overlap(words(a.errorText), words(b.errorText)) >= 0.5 {
                agreement.isOfOneFault = true
            }
            if !isTelling(fault), agreement.isOfOneFault { agreement.points += 1 }
        }
        if a.goal.stem == b.goal.stem {
            agreement.points += 0.5
        } else if a.goal.kind == b.goal.kind {
            agreement.points += a.goal.isCommonplace ? 0.25 : 0.5
        }
        // Two repairs are held against each other by what mended them, a repair and a plain way by all that was done.
        let isOfRepairs = a.kind == .repair && b.kind == .repair
        let (one, other) = isOfRepairs ? (a.changes, b.changes) : (a.deeds, b.deeds)
        let common = longestCommon(one, other)
        for (first, second) in common {
            agreement.steps += 1
            agreement.points += points(first, second)
        }
        agreement.share = Double(common.count) / Double(max(1, min(one.count, other.count)))
        agreement.points += 1.5 * overlap(Set(a.terms), Set(b.terms))
        return agreement
    }

    struct Agreement {
        var points = 0.0
        /// Steps that both did.
        var steps = 0
        /// Of the steps of the shorter course.
        var share = 0.0
        var isOfOneFault = false

        func suffices(_ a: Lesson, _ b: Lesson) -> Bool {
            guard steps >= 1, share >= 0.5, points >= 1.5 else { return false }
            if a.fault != nil, b.fault != nil { return true }
            return steps >= 2 && points >= 2 || steps >= 1 && points >= 2
        }
    }

    private static func points(_ a: CourseAction, _ b: CourseAction) -> Double {
        if a.form == .edit || a.kind == .editFile {
            if let key = a.key, key == b.key { return 0.75 }
            let (one, other) = (a.targets.last ?? "", b.targets.last ?? "")
            return !one.isEmpty && LessonVector.fileName(one) == LessonVector.fileName(other) ? 0.75 : 0.25
        }
        if a.stem != b.stem { return a.isCommonplace && a.scriptWords.isDisjoint(with: b.scriptWords) ? 0 : 0.5 }
        return a.isCommonplace ? 0.25 : 1
    }

    /// The longest course that two have in common (LCS): the same stem, or another program for the same telling kind.
    static func longestCommon(_ a: [CourseAction], _ b: [CourseAction]) -> [(CourseAction, CourseAction)] {
        guard !a.isEmpty, !b.isEmpty else { return [] }
        var table = Array(repeating: Array(repeating: 0.0, count: b.count + 1), count: a.count + 1)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                let weight = match(a[i], b[j])
                table[i][j] = max(table[i + 1][j], table[i][j + 1], weight > 0 ? table[i + 1][j + 1] + weight : 0)
            }
        }
        var (i, j) = (0, 0)
        var common: [(CourseAction, CourseAction)] = []
        while i < a.count, j < b.count {
            let weight = match(a[i], b[j])
            if weight > 0, table[i][j] == table[i + 1][j + 1] + weight {
                common.append((a[i], b[j]))
                (i, j) = (i + 1, j + 1)
            } else if table[i][j] == table[i + 1][j] {
                i += 1
            } else {
                j += 1
            }
        }
        return common
    }

    /// 0: they are not the same step.
    static func match(_ a: CourseAction, _ b: CourseAction) -> Double {
        if a.stem == b.stem, a.form == b.form {
            if a.form == .edit || a.form == .read {
                let (one, other) = (
                    LessonVector.fileName(a.words.first ?? ""), LessonVector.fileName(b.words.first ?? "")
                )
                if one == other { return 2 }
                if a.form == .read { return 0 }
                return a.key != nil && a.key == b.key ? 1.75 : 1
            }
            return a.targets == b.targets ? 2 : 1.75
        }
        if a.isGoal, b.isGoal { return 1.5 }
        if a.form == .shell, b.form == .shell, !a.scriptWords.isDisjoint(with: b.scriptWords) { return 1.2 }
        guard a.kind == b.kind else { return 0 }
        switch a.kind {
        case .other, .run, .look, .readFile, .ask: return 0
        default: return 1
        }
    }

    private static func isDifferent(_ a: Substring, _ b: Substring) -> Bool { a != "_" && b != "_" && a != b }
    private static func isSame(_ a: Substring, _ b: Substring) -> Bool { a != "_" && a == b }

    /// Faults whose remedy goes by their kind, and not by what the program is about.
    private static func isTelling(_ fault: FaultFamily) -> Bool {
        switch fault {
        case .other, .testFailure, .type, .syntax, .missingFile, .timeout, .usage, .configuration: false
        default: true
        }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !($0.isLetter || $0.isNumber) }.filter { $0.count > 2 }.map(String.init))
    }

    private static func overlap(_ a: Set<String>, _ b: Set<String>) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        let shared = a.intersection(b).count
        return Double(shared) / Double(a.count + b.count - shared)
    }
}
