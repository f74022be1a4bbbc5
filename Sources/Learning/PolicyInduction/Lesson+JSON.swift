import JSONText
import MemoryModel
import StepReading
import TextAnalysis

extension Lesson {
    /// The form of the content; rows of a form that is not known are left alone.
    private static let form: Int64 = 1

    var json: JSON {
        .object(present: [
            ("form", JSON(Self.form)),
            ("kind", JSON(kind.rawValue)),
            ("goal", goal.json),
            ("fault", fault.map { JSON($0.rawValue) }),
            ("error", errorText.isEmpty ? nil : JSON(errorText)),
            ("sayings", sayings.isEmpty ? nil : JSON(sayings)),
            ("course", .array(course.map(\.json))),
            ("attempts", attempts.isEmpty ? nil : .array(attempts.map(\.json))),
            ("marks", marks.isEmpty ? nil : JSON(marks.sorted())),
            ("terms", terms.isEmpty ? nil : JSON(terms)),
            ("opening", opening.isEmpty ? nil : JSON(opening)),
            ("prefer", Self.json(guidance.preference)),
            ("avoid", Self.json(guidance.antiPattern)),
        ])
    }

    init?(_ json: JSON) {
        guard json["form"]?.int == Self.form, let kind = json["kind"]?.string.flatMap(Kind.init),
            let goal = json["goal"].flatMap({ CourseAction($0) }), let course = json["course"]?.array
        else { return nil }
        self.kind = kind
        self.goal = goal
        self.course = course.compactMap { CourseAction($0) }
        fault = json["fault"]?.string.flatMap(FaultFamily.init)
        errorText = json["error"]?.string ?? ""
        sayings = Self.strings(json["sayings"])
        attempts = (json["attempts"]?.array ?? []).compactMap { CourseAction($0) }
        marks = Set(Self.strings(json["marks"]))
        terms = Self.strings(json["terms"])
        opening = json["opening"]?.string ?? ""
        guidance = DecisionGuidance(
            preference: Self.entries(json["prefer"]), antiPattern: Self.entries(json["avoid"]))
    }

    private static func json(_ entries: [DecisionGuidance.Entry]) -> JSON? {
        entries.isEmpty ? nil : .array(entries.map { ["text": JSON($0.text), "of": JSON($0.evidenceIDs)] })
    }

    private static func entries(_ json: JSON?) -> [DecisionGuidance.Entry] {
        (json?.array ?? []).compactMap { entry in
            entry["text"]?.string.map { DecisionGuidance.Entry(text: $0, evidenceIDs: strings(entry["of"])) }
        }
    }

    private static func strings(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }
}

extension CourseAction {
    /// Short names: a lesson holds up to two dozen of these.
    var json: JSON {
        .object(present: [
            ("s", JSON(stem)),
            ("k", JSON(kind.rawValue)),
            ("w", words.isEmpty ? nil : JSON(words)),
            ("e", stemEnd == 0 ? nil : JSON(stemEnd)),
            ("t", JSON(tool)),
            ("f", JSON(form.rawValue)),
            ("x", JSON(effect.rawValue)),
            ("y", key.map { JSON($0) }),
            ("i", JSON(traceID.rawValue)),
            ("p", part == .core ? nil : JSON(part.rawValue)),
            ("g", isGoal ? JSON.bool(true) : nil),
            ("m", fault.map { JSON($0.rawValue) }),
        ])
    }

    init?(_ json: JSON) {
        guard let stem = json["s"]?.string, let kind = json["k"]?.string.flatMap(ActionKind.init),
            let tool = json["t"]?.string, let form = json["f"]?.string.flatMap(Form.init),
            let effect = json["x"]?.int.flatMap({ CommandEffect(rawValue: Int($0)) }),
            let trace = json["i"]?.string
        else { return nil }
        self.init(
            stem: stem, kind: kind, words: (json["w"]?.array ?? []).compactMap(\.string),
            stemEnd: Int(json["e"]?.int ?? 0), tool: tool, form: form, effect: effect, key: json["y"]?.string,
            traceID: TraceID(trace), part: json["p"]?.string.flatMap(Part.init) ?? .core,
            fault: json["m"]?.string.flatMap(FaultFamily.init),
            isGoal: json["g"]?.bool ?? false)
    }
}
