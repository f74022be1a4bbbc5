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
        steps = try screen.steps("steps", in: reply, of: words.work, shown: own)
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
