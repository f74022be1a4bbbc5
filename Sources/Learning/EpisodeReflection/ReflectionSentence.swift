import StepReading
import TextAnalysis

/// What a step taught, in one sentence of at most 200 characters made of what was run and of what it said was missing.
struct ReflectionSentence {
    let steps: [TakenStep]

    private static let longest = 200

    /// “`pg_config` missing; installing `libpq-dev` made `pip install psycopg2` pass.”
    func of(_ mend: Mend) -> String {
        let failed = steps[mend.failed]
        let ended = steps[mend.ended].shown
        let missing = FaultSubject.missing(in: failed).map { "`\($0)` missing; " }
        let failure = "\(failed.shown) failed\(reason(failed))"
        switch mend.way {
        case .changed:
            let change = actions(mend.changes)
            if let missing { return cut("\(missing)\(change) made \(ended) pass.") }
            let isSame = failed.shown == ended
            return cut("\(failure); \(change) made \(isSame ? "it" : ended) pass.")
        case .advanced:
            return cut("\(failure); \(actions(mend.changes)) led on to another error.")
        case .rewritten, .replaced:
            return cut("\(missing ?? "")\(failure); \(ended) worked.")
        case .repeated:
            return cut("\(failure), and passed when it was run again.")
        }
    }

    /// “`ls src` showed `src/main.py`, which `python src/main.py` used.”
    func of(_ use: RevealedNames.Use, by index: Int) -> String {
        let name = Quotation.code(use.name)
        let user = steps[use.user].run == nil ? "the answer" : steps[use.user].shown
        let verb = steps[index].hasFailed ? "failed and named" : "showed"
        return cut("\(steps[index].shown) \(verb) \(name), which \(user) used.")
    }

    func ofFailure(_ index: Int, isAgain: Bool = false) -> String {
        let step = steps[index]
        return cut("\(step.shown) failed\(isAgain ? " again" : "")\(cause(step)).")
    }

    func ofFailure(_ index: Int, endedBy mend: Mend) -> String {
        let step = steps[index]
        switch mend.way {
        case .changed, .advanced: return cut("\(step.shown) failed\(cause(step)); \(actions(mend.changes)) ended that.")
        case .rewritten, .replaced: return cut("\(step.shown) failed\(cause(step)); \(steps[mend.ended].shown) worked.")
        case .repeated: return cut("\(step.shown) failed\(cause(step)), and later passed unchanged.")
        }
    }

    /// “installing `a` and `b` and editing `c`”
    private func actions(_ changes: [Int]) -> String {
        var seen: Set<String> = []
        let phrases = changes.map { action(steps[$0]) }.filter { seen.insert($0).inserted }
        guard let last = phrases.last else { return "another way" }
        return phrases.count == 1 ? last : "\(phrases.dropLast().joined(separator: ", ")) and \(last)"
    }

    private func action(_ step: TakenStep) -> String {
        guard let run = step.run else { return "" }
        switch step.action {
        case .installPackage, .installSystemPackage:
            let names = run.main.map { $0.arguments.dropFirst($0.stem.count - 1) } ?? []
            guard !names.isEmpty, names.count <= 3 else { return "running \(step.shown)" }
            return "installing " + names.map { Quotation.code($0) }.joined(separator: ", ")
        case .editFile where !run.isShell: return "editing \(Quotation.code(run.subject, keepsEnd: true))"
        default: return run.isShell ? "running \(step.shown)" : "using \(step.shown)"
        }
    }

    /// In brackets, for the middle of a sentence.
    private func reason(_ step: TakenStep) -> String {
        guard let fault = step.fault, fault != .other else { return "" }
        return " (\(fault.phrase))"
    }

    private func cause(_ step: TakenStep) -> String {
        if let name = FaultSubject.missing(in: step) { return ": `\(name)` is missing" }
        if let fault = step.fault, fault != .other { return ": \(fault.phrase)" }
        let told = Quotation.words(step.signature)
        return told.isEmpty ? "" : ": “\(told)”"
    }

    /// A sentence that is too long loses its end, and no quotation mark without its partner.
    private func cut(_ text: String) -> String {
        guard text.count > Self.longest else { return text }
        var head = String(text.prefix(Self.longest - 2))
        if head.count(where: { $0 == "`" }) % 2 == 1 { return head + "…`" }
        if head.last == " " { head.removeLast() }
        return head + "…"
    }
}
