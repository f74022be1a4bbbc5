import LearningPipeline
import MemoryModel
import Testing

struct DraftingOptionsTests {
    @Test func tasksOutOfABackFillAreAskedOfOnlyOnRequest() {
        let owner = Namespace(agentKind: "claude")
        let step = Trace(
            id: TraceID("tr_1"), sessionID: SessionID("s"), episodeID: EpisodeID("ep"), turnID: TurnID("tu"), step: 0,
            kind: .answer, at: 0, owner: owner, userText: "", agentText: "", origin: .imported)
        let record = EpisodeRecord(
            episode: Episode(id: EpisodeID("ep"), sessionID: SessionID("s"), openedAt: 0, lastActiveAt: 0),
            owner: owner,
            turns: [], steps: [step])
        #expect(!DraftingOptions().allows(record))
        #expect(DraftingOptions(includesImports: true).allows(record))
        #expect(!DraftingOptions(isEnabled: false, includesImports: true).allows(record))
    }
}
