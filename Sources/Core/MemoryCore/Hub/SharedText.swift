import JSONText
import MemoryModel

/// A policy or a world model as Markdown that people read, and as the structured form beside it. Who receives both writes
/// the Markdown anew from the form: where it comes out differently, a form would say what nobody has read, and counts for
/// nothing.
enum SharedText {
    static func form(of policy: Policy) -> JSON {
        [
            "title": .string(policy.title), "trigger": .string(policy.trigger),
            "procedure": .string(policy.procedure), "verification": .string(policy.verification),
            "boundary": .string(policy.boundary), "prefer": JSON(policy.guidance.preference.map(\.text)),
            "avoid": JSON(policy.guidance.antiPattern.map(\.text)),
        ]
    }

    static func form(of world: WorldModel) -> JSON {
        func entries(_ entries: [WorldModel.Entry]) -> JSON {
            .array(entries.map { ["label": .string($0.label), "text": .string($0.text)] })
        }
        return [
            "title": .string(world.title), "body": .string(world.body),
            "environment": entries(world.structure.environment), "inference": entries(world.structure.inference),
            "constraints": entries(world.structure.constraints), "tags": JSON(world.domainTags),
        ]
    }

    /// - Parameter form: of a policy.
    static func policy(_ form: JSON) -> String {
        document(
            form,
            parts: [
                ("When", [text(form, "trigger")]), ("Do", [text(form, "procedure")]),
                ("Check", [text(form, "verification")]), ("Not when", [text(form, "boundary")]),
                ("Prefer", list(form, "prefer")), ("Avoid", list(form, "avoid")),
            ])
    }

    /// - Parameter form: of a world model.
    static func worldModel(_ form: JSON) -> String {
        func entries(_ key: String) -> [String] {
            (form[key]?.array ?? []).map { "- \(text($0, "label")): \(text($0, "text"))" }
        }
        return document(
            form,
            parts: [
                ("About", [text(form, "body")]), ("Environment", entries("environment")),
                ("How it responds", entries("inference")), ("What must not be done", entries("constraints")),
                ("Tags", list(form, "tags")),
            ])
    }

    static func text(_ form: JSON, _ key: String) -> String { form[key]?.string ?? "" }

    private static func list(_ form: JSON, _ key: String) -> [String] { texts(form, key).map { "- \($0)" } }

    static func texts(_ form: JSON, _ key: String) -> [String] { form[key]?.array?.compactMap(\.string) ?? [] }

    private static func document(_ form: JSON, parts: [(title: String, lines: [String])]) -> String {
        let sections = parts.map { (title: $0.title, lines: $0.lines.filter { !$0.isEmpty }) }
            .filter { !$0.lines.isEmpty }
            .map { "\n## \($0.title)\n\n" + $0.lines.joined(separator: "\n") + "\n" }
        return "# \(text(form, "title"))\n" + sections.joined()
    }
}

/// Steps of tasks in the words in which they were recorded, for those who are to see them.
enum SharedExcerpt {
    static func markdown(of traces: [Trace]) -> String {
        traces.map { trace in
            var parts = ["## \(BookText.line(trace.summary.isEmpty ? trace.id.rawValue : trace.summary))"]
            func add(_ title: String, _ text: String?) {
                if let text, !text.isEmpty { parts.append("\(title):\n\n\(BookText.quoted(text))") }
            }
            add("User", trace.userText)
            if let call = trace.call {
                add("Tool \(BookText.line(call.name))", call.inputText)
                add("Output", call.output)
            }
            add("Agent", trace.agentText)
            add("Learned", trace.reflection)
            return parts.joined(separator: "\n\n")
        }.joined(separator: "\n\n")
    }
}
