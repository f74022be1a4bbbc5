import StepReading

/// What a lesson is about, as weights of words that two lessons can share. There is no sentence model here: the same
/// lessons are alike on every machine.
struct LessonVector: Sendable {
    /// Ascending by name.
    private var entries: [(name: String, weight: Double)]
    private var norm: Double

    init(_ lesson: Lesson) {
        var weights: [String: Double] = [:]
        weights["goal " + lesson.goal.kind.rawValue] = Weight.goalKind
        weights["run " + lesson.goal.stem] = Weight.goalStem
        if let fault = lesson.fault, lesson.kind != .procedure { weights["fault " + fault.rawValue] = Weight.fault }
        var course: [String: Double] = [:]
        for action in lesson.deeds {
            let common = (action.isCommonplace ? Weight.commonplace : 1) * (action.part == .core ? 1 : Weight.around)
            course["kind " + action.kind.rawValue, default: 0] += common
            course["stem " + action.stem, default: 0] += Weight.stem * common
            if action.form != .shell, let file = action.words.first {
                course["file " + Self.fileName(file), default: 0] += Weight.file
            }
        }
        Self.add(course, norm: Weight.course, to: &weights)
        var words: [String: Double] = [:]
        for term in lesson.terms { words["word " + term] = 1 }
        Self.add(words, norm: Weight.words, to: &weights)
        self.init(weights: weights)
    }

    private init(weights: [String: Double]) {
        entries = weights.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
        norm = entries.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    }

    /// The middle of several.
    static func mean(_ vectors: [LessonVector]) -> LessonVector {
        var weights: [String: Double] = [:]
        for vector in vectors where vector.norm > 0 {
            for entry in vector.entries { weights[entry.name, default: 0] += entry.weight / vector.norm }
        }
        return LessonVector(weights: weights)
    }

    /// In [0, 1]: no weight is negative.
    func cosine(_ other: LessonVector) -> Double {
        guard norm > 0, other.norm > 0 else { return 0 }
        var (i, j, sum) = (0, 0, 0.0)
        while i < entries.count, j < other.entries.count {
            if entries[i].name == other.entries[j].name {
                sum += entries[i].weight * other.entries[j].weight
                (i, j) = (i + 1, j + 1)
            } else if entries[i].name < other.entries[j].name {
                i += 1
            } else {
                j += 1
            }
        }
        return min(sum / (norm * other.norm), 1)
    }

    static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func add(_ part: [String: Double], norm: Double, to weights: inout [String: Double]) {
        let length = part.values.sorted().reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return }
        for (name, weight) in part { weights[name] = weight * norm / length }
    }

    /// What mends a fault and what the fault is weigh most; how the user worded it, least: it differs between languages.
    private enum Weight {
        static let fault = 3.0
        static let goalKind = 2.0
        static let goalStem = 1.0
        static let course = 3.5
        static let stem = 0.6
        static let file = 0.8
        static let commonplace = 0.5
        /// What was done around a repair.
        static let around = 0.4
        static let words = 1.5
    }
}
