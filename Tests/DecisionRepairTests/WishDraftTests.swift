import DecisionRepair
import JSONText
import MemoryModel
import Prompting
import Testing

@Suite("A wish that a model found stands in a person's own words")
struct WishDraftTests {
    private func record(saying words: String) -> EpisodeRecord {
        var steps = Steps()
        steps.passing("npm test", "please use bun instead of npm")
        var record = steps.record
        record.turns = [
            Turn(
                id: TurnID("tu_1"), key: "1", sessionID: Steps.session, episodeID: record.episode.id,
                owner: Steps.owner, userText: words, startedAt: Steps.start)
        ]
        return record
    }

    private func wishes(
        _ prefer: String, _ avoid: String, in record: EpisodeRecord, evidence: [String] = ["e1"]
    ) throws(DraftError) -> [WishDraft.Wish] {
        var sheet = EvidenceSheet()
        sheet.add("tu_1", kind: "message", "…")
        sheet.add("tr_1", kind: "step", "…")
        let reply: JSON = [
            "facts": [],
            "preferences": [["prefer": .string(prefer), "avoid": .string(avoid), "evidence": JSON(evidence)]],
        ]
        return try WishDraft(DraftReader(reply, sheet: sheet), of: record).wishes
    }

    @Test("it becomes a note in the form of those that the rules read")
    func note() throws {
        let record = record(saying: "Looks fine. In this repository we go for pnpm rather than npm, always.")
        let wish = try #require(try wishes("pnpm", "npm", in: record).first)
        let draft = try #require(DecisionRepair().guidance(from: wish, in: record))
        #expect(draft.origin == .feedback)
        #expect(draft.text.contains("prefer `pnpm`, avoid `npm`"))
        #expect(draft.text.contains("we go for pnpm rather than npm"))
        #expect(draft.evidenceIDs == ["tu_1"])
    }

    @Test(
        "words of outputs, quotations and questions, the opposite of what was said, and names nobody said are no wish",
        arguments: [
            ("Run the tests.", "bun", "npm", ["e2"]), ("Run the tests.", "bun", "npm", ["e1"]),
            ("> use bun instead of npm\nWhat is this?", "bun", "npm", ["e1"]),
            ("```\nuse bun instead of npm\n```\nfix it", "bun", "npm", ["e1"]),
            ("Should we use bun instead of npm?", "bun", "npm", ["e1"]),
            ("Use bun instead of npm.", "npm", "bun", ["e1"]), ("Never use bun here.", "bun", "", ["e1"]),
            ("Use bun here.", "", "bun", ["e1"]), ("Use bunny instead of npm.", "bun", "npm", ["e1"]),
            ("Use bun instead of npm.", "bun", "bun", ["e1"]), ("Use bun instead of npm.", "", "", ["e1"]),
            ("Use bun instead of npm.", "bun", "npm", ["e9"]), ("Use bun instead of npm.", "bun", "npm", []),
        ])
    func refused(words: String, prefer: String, avoid: String, evidence: [String]) throws {
        #expect(try wishes(prefer, avoid, in: record(saying: words), evidence: evidence).isEmpty)
    }

    @Test("what the rules have read already is not said twice")
    func known() throws {
        var record = record(saying: "Use bun instead of npm.")
        let wish = try #require(try wishes("bun", "npm", in: record).first)
        record.feedback = [Steps.feedback("Use bun instead of npm.", .preference, prefer: "bun", avoid: "npm")]
        #expect(DecisionRepair().guidance(from: wish, in: record) == nil)
    }

    @Test("in Chinese too")
    func chinese() throws {
        let record = record(saying: "测试通过了。以后用 pnpm，不要用 npm。")
        #expect(try wishes("pnpm", "npm", in: record).count == 1)
        #expect(try wishes("npm", "pnpm", in: record).isEmpty)
    }

    @Test("a reply without the form is refused")
    func malformed() {
        for reply: JSON in [[], ["preferences": 3], ["preferences": .array(Array(repeating: [:], count: 10_000))]] {
            #expect(throws: DraftError(.malformed)) {
                try WishDraft(DraftReader(reply, sheet: EvidenceSheet()), of: record(saying: "Hi"))
            }
        }
    }
}
