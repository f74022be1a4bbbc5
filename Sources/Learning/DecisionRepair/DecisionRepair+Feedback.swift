package import MemoryModel
import StepReading
import TextAnalysis

extension DecisionRepair {
    /// What a person's words ask for: the one thing rather than the other, something always or never, or, when they were
    /// not content and named nothing, not what had just been done.
    ///
    /// - Returns: `nil` for praise, for words without a meaning, and for blame that nothing can be tied to.
    package func guidance(from feedback: Feedback, in record: EpisodeRecord) -> Draft? {
        guard let reading = feedback.reading, reading.strength >= options.leastStrength else { return nil }
        switch reading.shape {
        case .positive, .unknown: return nil
        case .preference, .instruction, .negative:
            let prefer = Self.name(reading.prefer)
            let avoid = Self.name(reading.avoid)
            if prefer != nil || avoid != nil {
                return asked(prefer: prefer, avoid: avoid, feedback: feedback, record: record)
            }
            return reading.shape == .negative ? contested(feedback, in: record) : nil
        }
    }

    // MARK: Named

    private func asked(prefer: String?, avoid: String?, feedback: Feedback, record: EpisodeRecord) -> Draft? {
        guard prefer != avoid else { return nil }
        let ids = [feedback.id] + (feedback.traceID.map { [$0.rawValue] } ?? [])
        let good = prefer.map(Self.phrase)
        let bad = avoid.map(Self.phrase)
        var advice: [String] = []
        if let good { advice.append("prefer \(good)") }
        if let bad { advice.append("avoid \(bad)") }
        let words = Self.words(of: feedback, naming: [prefer, avoid].compactMap(\.self))
        let told = words.map { "The user said \(Quotation.words($0)): " } ?? "The user asked: "
        var cues = [prefer, avoid].compactMap(\.self).flatMap(Cues.of)
        if !(good ?? "").hasPrefix("`"), !(bad ?? "").hasPrefix("`") {
            cues += Self.work(of: record, before: feedback.at)
        }
        return Draft(
            origin: .feedback,
            context: [
                "feedback", prefer?.lowercased() ?? "_", avoid?.lowercased() ?? "_", record.owner.workspace ?? "_",
            ]
            .joined(separator: "|"),
            cues: Cues.distinct(cues),
            guidance: DecisionGuidance(
                preference: good.map { [.init(text: $0, evidenceIDs: ids)] } ?? [],
                antiPattern: bad.map { [.init(text: $0, evidenceIDs: ids)] } ?? []),
            text: told + advice.joined(separator: ", ") + ".", evidenceIDs: ids
        )
    }

    /// What was to be used or left, as one short name; `nil` when there is none.
    private static func name(_ text: String?) -> String? {
        guard let text else { return nil }
        let name = Redactor.redact(text).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacing("`", with: "")
        return name.isEmpty ? nil : String(name.prefix(100))
    }

    /// A command or a name in backticks, words in the user's own marks. `ripgrep` is told with its program.
    private static func phrase(_ name: String) -> String {
        let isName = name.utf8.allSatisfy { $0 < 0x80 } && name.split(separator: " ").count <= 2
        if name.lowercased() == "ripgrep" { return "`ripgrep` (`rg`)" }
        return isName ? "`\(name)`" : "“\(name)”"
    }

    /// The sentence of what was said that names them; without names the first.
    private static func words(of feedback: Feedback, naming names: [String]) -> String? {
        guard let rationale = feedback.rationale?.prefix(2000) else { return nil }
        let told = rationale.split { $0.isNewline || "。！？；".contains($0) }.flatMap(sentences)
            .filter { !$0.isEmpty }
        let lowered = names.map { $0.lowercased() }
        return told.first { sentence in
            let sentence = sentence.lowercased()
            return lowered.contains { sentence.contains($0) }
        } ?? told.first
    }

    /// A mark that ends a sentence stands before a space: `node.js` has none.
    private static func sentences(of line: Substring) -> [String] {
        var result: [String] = []
        var sentence = ""
        for word in line.split(separator: " ") {
            sentence += sentence.isEmpty ? String(word) : " " + word
            guard let last = word.last, ".!?".contains(last) else { continue }
            result.append(String(sentence.dropLast()))
            sentence = ""
        }
        return sentence.isEmpty ? result : result + [sentence]
    }

    /// The concepts of the last work before a time.
    private static func work(of record: EpisodeRecord, before time: Timestamp) -> [String] {
        let actions = record.steps.suffix(200).reversed().lazy.filter { $0.at <= time && $0.call != nil }
            .compactMap { ToolRun($0).flatMap { Cues.concept(of: ActionKind.of($0)) } }
        return Array(Cues.distinct(Array(actions.prefix(20))).prefix(2))
    }

    // MARK: Unnamed

    /// Blame without a name is for the step it was given on, or for what failed last in the turn before it, or for what
    /// was changed last there.
    private func contested(_ feedback: Feedback, in record: EpisodeRecord) -> Draft? {
        guard let attempt = Self.blamed(by: feedback, in: record) else { return nil }
        let words = Self.words(of: feedback, naming: [])
        let ids = [feedback.id, attempt.id.rawValue]
        let family = attempt.fault
        let fault = family.flatMap { Quotation.fault(of: [attempt], family: $0) }.map { " It had failed: \($0)." } ?? ""
        let reason = words.map { "the user said \(Quotation.words($0))" } ?? "the user was not content with it"
        return Draft(
            origin: .feedback, context: Self.context(of: attempt, family: family),
            cues: Self.cues(of: attempt, subjects: attempt.subjects),
            guidance: DecisionGuidance(antiPattern: [.init(text: "\(attempt.phrase): \(reason)", evidenceIDs: ids)]),
            text: "Of \(attempt.phrase) \(reason): do not do that again without asking.\(fault)", evidenceIDs: ids
        )
    }

    private static func blamed(by feedback: Feedback, in record: EpisodeRecord) -> Attempt? {
        if let id = feedback.traceID {
            // A step that is gone, or an answer, is no action to warn of.
            return record.steps.first { $0.id == id }.flatMap(Attempt.init)
        }
        let earlier = record.steps.filter { $0.at <= feedback.at }
        guard let turn = earlier.last?.turnID else { return nil }
        let tried = earlier.suffix(200).filter { $0.turnID == turn }.compactMap(Attempt.init)
        return tried.last(where: \.hasFailed) ?? tried.last { $0.run.effect == .changes }
    }
}
