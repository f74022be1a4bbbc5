import StepReading

/// The steps of a procedure as an agent reads them.
enum StepText {
    /// One text a step. Branches become one step whose further lines say where each of them holds.
    static func steps(of form: ProcedureForm) -> [String] {
        grouped(form.steps).map { group in
            guard group.count > 1, let first = group.first else { return group.first.map(single) ?? "" }
            let lead = group.allSatisfy { $0.lead == first.lead && !$0.lead.isEmpty } ? first.lead : nil
            let branches = group.map { "- " + branch($0, besides: lead) }
            let head = lead.flatMap(telling) ?? kind(of: group) ?? lead ?? "Do what holds here"
            return ([Wording.uppercasedStart(head) + ":"] + branches).joined(separator: "\n")
        }
    }

    /// What is done, in a few words: of a step what it says before its command, or the command where that is nothing.
    static func outline(of form: ProcedureForm) -> String? {
        var parts: [String] = []
        for group in grouped(form.steps) {
            guard let first = group.first, !first.isOptional else { continue }
            let shared = telling(first.lead) ?? (group.count > 1 ? kind(of: group) : nil)
            let part = Wording.lowercasedStart(Wording.withoutStop(Wording.cut(shared ?? first.text, to: 90)))
            if !part.isEmpty, !parts.contains(part) { parts.append(part) }
        }
        guard let last = parts.last, parts.count > 1 else { return parts.first }
        return parts.dropLast().prefix(4).joined(separator: ", ") + ", then " + last
    }

    /// A lead that says more than “Run”.
    private static func telling(_ lead: String) -> String? {
        lead.split(separator: " ").count > 1 || lead.contains { !$0.isASCII } ? lead : nil
    }

    /// What branches have in common when their words do not say it.
    private static func kind(of group: [ProcedureForm.Step]) -> String? {
        guard let action = group.first?.action, action != .other, group.allSatisfy({ $0.action == action }) else {
            return nil
        }
        return Wording.uppercasedStart(action.phrase)
    }

    private static func grouped(_ steps: [ProcedureForm.Step]) -> [[ProcedureForm.Step]] {
        var groups: [[ProcedureForm.Step]] = []
        for step in steps {
            if let group = step.group, groups.last?.first?.group == group {
                groups[groups.count - 1].append(step)
            } else {
                groups.append([step])
            }
        }
        return groups
    }

    private static func single(_ step: ProcedureForm.Step) -> String {
        var text = Wording.withoutStop(step.text)
        if let condition = step.condition {
            text = "\(Wording.uppercasedStart(condition)): \(Wording.lowercasedStart(text))"
        }
        return Wording.sentence(
            step.isOptional ? "If needed: \(Wording.lowercasedStart(text))" : Wording.uppercasedStart(text))
    }

    private static func branch(_ step: ProcedureForm.Step, besides lead: String?) -> String {
        let what = lead == nil ? Wording.withoutStop(step.text) : step.command.map(Wording.code) ?? step.text
        return
            "\(Wording.uppercasedStart(step.condition ?? "elsewhere")): "
            + (lead == nil ? Wording.lowercasedStart(what) : what)
    }
}
