package import MemoryModel
import StepReading
import TextAnalysis

extension DecisionRepair {
    /// What a burst of failures teaches: what to leave, and what worked instead where something did.
    ///
    /// - Parameters:
    ///   - recent: the last steps of the session, oldest first. Answers are passed over.
    ///   - later: steps that came after them, oldest first; they may repeat the end of `recent`.
    /// - Returns: `nil` without a burst, and when the same thing has passed since without anything done about it.
    package func burst(in recent: [Trace], succeeding later: [Trace] = []) -> Draft? {
        var seen: Set<TraceID> = []
        func attempts(_ traces: some Sequence<Trace>) -> [Attempt] {
            traces.compactMap { seen.insert($0.id).inserted ? Attempt($0) : nil }
        }
        let tried = attempts(recent.suffix(Self.longestRead))
        guard let burst = FailureBurst.latest(in: tried, options: options) else { return nil }
        let after = tried[(burst.end + 1)...] + attempts(later.prefix(Self.longestRead))
        let remedy = Remedy(of: burst, in: Array(after))
        if remedy == nil, Remedy.isNeedless(for: burst, in: Array(after)) { return nil }
        return draft(of: burst, remedy: remedy)
    }

    /// Steps on either side.
    private static let longestRead = 100

    private func draft(of burst: FailureBurst, remedy: Remedy?) -> Draft {
        let failed = burst.last
        let failedIDs = burst.failures.map(\.id.rawValue)
        let what = burst.isOneCommand && failed.scriptLanguage == nil ? failed.phrase : failed.namePhrase
        let place =
            burst.isOneCommand ? "" : burst.subjects.min().map { " on \(Quotation.command($0, limit: 60))" } ?? ""
        let fault = Quotation.fault(of: burst.failures, family: burst.family).map { " (\($0))" } ?? ""
        let told = "\(what)\(place) failed \(burst.failures.count) times here\(fault)"
        var guidance = DecisionGuidance(
            antiPattern: [.init(text: "\(what)\(place): it failed here\(fault)", evidenceIDs: failedIDs)])
        let purpose = " to edit" + (place.isEmpty ? " files" : place.dropFirst(3))
        let advice: String
        var preferred: (text: String, ids: [TraceID])?
        switch remedy {
        case .first(let changes, let passed):
            let steps = changes.map(\.phrase).joined(separator: " and ")
            advice = "; it passed after \(steps): do that first."
            preferred = ("\(steps) before \(passed.phrase)", changes.map(\.id) + [passed.id])
        case .spelling(let passed):
            advice = "; written as \(passed.phrase) it worked: prefer that."
            preferred = (passed.phrase, [passed.id])
        case .instead(let other):
            let isEdit = failed.action == .editFile
            advice = "; \(other.phrase) \(isEdit ? "did the edit" : "worked") instead: prefer that."
            preferred = (isEdit ? other.phrase + purpose : other.phrase, [other.id])
        case .script(let language, let steps):
            advice = "; a \(language) script did the edit instead: prefer that."
            preferred = ("a \(language) script" + purpose, steps.map(\.id))
        case nil:
            advice =
                failed.run.effect == .checks
                ? " and nothing was changed between: change something before the next run."
                : ": do not try it again the same way."
        }
        if let preferred {
            guidance.preference = [.init(text: preferred.text, evidenceIDs: preferred.ids.map(\.rawValue))]
        }
        return Draft(
            origin: .failureBurst, context: Self.context(of: failed, family: burst.family),
            cues: Self.cues(of: failed, subjects: burst.allSubjects), guidance: guidance, text: told + advice,
            evidenceIDs: failedIDs + (preferred?.ids.map(\.rawValue) ?? [])
        )
    }

    static func context(of attempt: Attempt, family: FaultFamily?) -> String {
        [attempt.run.tool, attempt.name, family?.rawValue ?? "_", attempt.workspace ?? "_"]
            .joined(separator: "|")
    }

    /// The program or the command by name, what it was on and of which type that is, and the concept of the work.
    static func cues(of attempt: Attempt, subjects: some Collection<String>) -> [String] {
        var cues: [String] = []
        if attempt.run.isShell, attempt.scriptLanguage == nil {
            let name = attempt.name.split(separator: " ").filter { !$0.hasPrefix("-") }.joined(separator: " ")
            cues.append(name.lowercased())
        }
        let names = subjects.map { $0.lowercased() }.sorted().prefix(6)
        cues += names
        cues += names.compactMap(Cues.fileType)
        if let concept = Cues.concept(of: attempt.action) { cues.append(concept) }
        return Cues.distinct(cues)
    }
}
