import MemoryAssembly
import MemoryCore
import MemoryModel

/// One session as a host keeps it.
struct LifeConversation {
    let home: LifeHome
    let owner: Namespace
    let session: SessionID

    func say(_ words: String, recalls: Bool) async throws -> (turn: TurnService.Opened, answer: RecallService.Answer) {
        home.clock.advance(1_000)
        let message = try await home.memory.turns.read(
            TurnOpening(owner: owner, session: session, key: nil, episode: nil, userText: words, at: home.clock.now))
        let turn = try await home.memory.turns.open(message)
        guard recalls else { return (turn, .empty) }
        let answer = try await home.memory.recall.beforeTurn(turn, owner: owner, visibleSince: 0, deadlineAt: nil)
        return (turn, answer)
    }

    func take(_ call: ToolCall) async throws {
        try await home.memory.turns.append(call, session: session, key: nil, owner: owner, at: home.clock.now)
    }

    func answer(_ words: String) async throws {
        home.clock.advance(1_000)
        _ = try await home.memory.turns.end(
            TurnClosing(
                owner: owner, session: session, key: nil, episode: nil, userText: nil, agentText: words,
                thinking: nil, calls: [], at: home.clock.now))
    }

    func exchange(_ words: String, _ answer: String, recalls: Bool) async throws {
        _ = try await say(words, recalls: recalls)
        try await self.answer(answer)
    }
}
