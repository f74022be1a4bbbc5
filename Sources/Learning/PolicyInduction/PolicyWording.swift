import DraftScreening
import MemoryModel
import Prompting

/// What a model says of one policy, held against its lessons: the steps have the commands of the rules, all of them and in
/// their order, and nothing is named that the lessons do not have.
struct PolicyWording: Equatable {
    var title: String
    var trigger: String
    var steps: [String]
    var verification: String
    var boundary: String
    var guidance = DecisionGuidance.none
    /// Ways of asking.
    var asked: [String]
    /// A known policy that teaches the same.
    var sameAs: PolicyID?

    /// - Throws: why nothing of it is used.
    init(_ reply: DraftReader, for words: NewWords) throws(DraftError) {
        let screen = words.screen
        let own = Set(PolicyInduction.shown(words).map(\.row.traceID.rawValue))
        title = try screen.sentence(try reply.text("title", limit: 120), limit: 100)
        trigger = try screen.sentence(try reply.text("trigger", limit: 600), limit: 600)
        guard !title.isEmpty, !trigger.isEmpty else { throw DraftError(.malformed) }
        steps = []
        var run: [String] = []
        for step in try reply.list("steps", count: 20) {
            let commands = try step.texts("commands", limit: 240, count: 6)
            guard commands.allSatisfy(words.commands.contains) else { throw DraftError(.unsupported) }
            let shown = Set(try step.evidence()).intersection(own)
            guard !shown.isEmpty else { throw DraftError(.noEvidence) }
            let text = try screen.sentence(try step.text("text", limit: 500), limit: 400, .run)
            guard !text.isEmpty, commands.allSatisfy({ text.contains("`\($0)`") }) else { throw DraftError(.malformed) }
            steps.append(text)
            for command in words.commands where text.contains("`\(command)`") && !run.contains(command) {
                run.append(command)
            }
        }
        guard Self.areSame(run, words.commands), !steps.isEmpty, words.named.allSatisfy(steps.joined().contains) else {
            throw DraftError(.unsupported)
        }
        verification = try screen.sentence(try reply.text("verification", limit: 400), limit: 400)
        // A limit that no task has shown is a guess.
        let limit = try screen.sentence(try reply.text("boundary", limit: 400), limit: 400)
        boundary = words.failed.isEmpty && words.policy.boundary.isEmpty ? "" : limit
        guidance.preference = try Self.entries("prefer", in: reply, screen, own)
        guidance.antiPattern = try Self.entries("avoid", in: reply, screen, own)
        asked = []
        for phrase in try reply.texts("asked_for", limit: 120, count: 8) {
            if let phrase = try screen.phrase(phrase), !asked.contains(phrase) { asked.append(phrase) }
        }
        let same = try reply.text("same_as", limit: 8)
        if !same.isEmpty {
            let id = try reply.piece("same_as")
            sameAs = id.hasPrefix("po_") && id != words.policy.id.rawValue ? PolicyID(id) : nil
        }
    }

    /// All commands, each where it first stood.
    private static func areSame(_ run: [String], _ commands: [String]) -> Bool {
        var first: [String] = []
        for command in commands where !first.contains(command) { first.append(command) }
        return run == first
    }

    private static func entries(
        _ key: String, in reply: DraftReader, _ screen: DraftScreen, _ own: Set<String>
    ) throws(DraftError) -> [DecisionGuidance.Entry] {
        var entries: [DecisionGuidance.Entry] = []
        for entry in try reply.list(key, count: 4) {
            let text = try screen.sentence(try entry.text("text", limit: 240), limit: 240, .run)
            let evidence = try entry.evidence().filter(own.contains)
            guard !evidence.isEmpty else { throw DraftError(.noEvidence) }
            if !text.isEmpty { entries.append(DecisionGuidance.Entry(text: text, evidenceIDs: evidence)) }
        }
        return entries
    }
}
