import DecisionRepair
import MemoryModel
import Testing

@Suite struct FeedbackGuidanceTests {
    private let repair = DecisionRepair()

    @Test("this rather than that becomes a preference with the user's words")
    func preference() throws {
        let feedback = Steps.feedback(
            "Fine so far. Use ripgrep instead of find!", .preference, prefer: "ripgrep", avoid: "find")
        let draft = try #require(repair.guidance(from: feedback, in: Steps().record))
        #expect(
            draft.text == "The user said “Use ripgrep instead of find”: prefer `ripgrep` (`rg`), avoid `find`.")
        #expect(draft.guidance.preference == [.init(text: "`ripgrep` (`rg`)", evidenceIDs: ["fb_1"])])
        #expect(draft.guidance.antiPattern == [.init(text: "`find`", evidenceIDs: ["fb_1"])])
    }

    @Test("never becomes something to avoid, in the user's words")
    func instruction() throws {
        var steps = Steps()
        steps.passing("pip install lxml", "Successfully installed lxml")
        let draft = try #require(
            repair.guidance(
                from: Steps.feedback(
                    "never use the binary wheel on Alpine", .instruction, avoid: "the binary wheel on Alpine"),
                in: steps.record))
        #expect(
            draft.text
                == "The user said “never use the binary wheel on Alpine”: avoid “the binary wheel on Alpine”.")
        #expect(draft.guidance.preference.isEmpty)
        #expect(draft.cues.contains("alpin") || draft.cues.contains("alpine"))
        #expect(draft.cues.contains("install"))
    }

    @Test("Chinese words are quoted in an English sentence")
    func chinese() throws {
        let feedback = Steps.feedback("搜索代码请用 rg，不要用 find。谢谢", .preference, prefer: "rg", avoid: "find")
        let draft = try #require(repair.guidance(from: feedback, in: Steps().record))
        #expect(draft.text == "The user said “搜索代码请用 rg，不要用 find”: prefer `rg`, avoid `find`.")
    }

    @Test("blame without a name is for what failed last before it, else for what was changed last")
    func unnamed() throws {
        var steps = Steps()
        steps.passing("rm -rf build", "")
        steps.passing("ls", "src")
        let feedback = Steps.feedback("No, that is wrong.", .negative)
        let draft = try #require(repair.guidance(from: feedback, in: steps.record))
        #expect(
            draft.text == "Of `rm -rf build` the user said “No, that is wrong”: do not do that again without asking.")
        steps.failing("npm publish", "npm error E401 Unauthorized")
        let failed = try #require(repair.guidance(from: feedback, in: steps.record))
        #expect(failed.text.contains("Of `npm publish` the user said"))
        #expect(failed.evidenceIDs == ["fb_1", "tr_3"])
        steps.nextTurn()
        steps.passing("ls", "src")
        #expect(repair.guidance(from: feedback, in: steps.record) == nil)
    }

    @Test("feedback on a step is about that step; on a step that is gone about nothing")
    func onAStep() throws {
        var steps = Steps()
        steps.passing("git push --force", "")
        steps.failing("npm publish", "npm error E401 Unauthorized")
        let draft = try #require(
            repair.guidance(from: Steps.feedback("不行", .negative, trace: TraceID("tr_1")), in: steps.record))
        #expect(draft.guidance.antiPattern.first?.text == "`git push --force`: the user said “不行”")
        #expect(
            repair.guidance(from: Steps.feedback("no", .negative, trace: TraceID("tr_9")), in: steps.record) == nil)
    }

    @Test("praise, words without a meaning, weak words and words before any step teach nothing")
    func nothing() {
        var steps = Steps()
        steps.failing("npm publish", "npm error E401")
        let record = steps.record
        #expect(repair.guidance(from: Steps.feedback("Great!", .positive), in: record) == nil)
        #expect(repair.guidance(from: Steps.feedback("hm", .unknown), in: record) == nil)
        #expect(repair.guidance(from: Steps.feedback("no", .negative, at: 0), in: record) == nil)
        #expect(repair.guidance(from: Steps.feedback("no", .negative, strength: 0.1), in: record) == nil)
        #expect(repair.guidance(from: Steps.feedback(nil, .preference, prefer: " ", avoid: ""), in: record) == nil)
        #expect(repair.guidance(from: Steps.feedback(nil, .instruction, prefer: "x", avoid: "x"), in: record) == nil)
        var unread = Steps.feedback("no", .negative)
        unread.reading = nil
        #expect(repair.guidance(from: unread, in: record) == nil)
    }

    @Test("a secret in what the user says is not repeated")
    func secrets() throws {
        let secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
        let feedback = Steps.feedback("never use \(secret) again", .instruction, avoid: secret)
        let draft = try #require(repair.guidance(from: feedback, in: Steps().record))
        #expect(!draft.text.contains(secret) && !draft.guidance.antiPattern[0].text.contains(secret))
    }
}
