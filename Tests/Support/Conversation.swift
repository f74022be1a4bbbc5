package import JSONText
package import MemoryCore
package import MemoryModel
import MemoryStore

/// One session of one agent with a memory, in the words of a chat. Each call takes a second of the test's time.
package struct Conversation: Sendable {
    package let world: TestMemory
    package let session: SessionID
    package let owner: Namespace

    package init(
        _ world: TestMemory, session: String, agent: String = "claude", profile: String = "default",
        workspace: String? = "/src/api"
    ) {
        self.world = world
        self.session = SessionID(session)
        owner = Namespace(agentKind: agent, profile: profile, workspace: workspace)
    }

    private var memory: Memory { world.memory }

    /// What the memory made of a user's message.
    package struct Heard: Sendable {
        package var episode: EpisodeID?
        package var turn: TurnID?
        package var answer: RecallService.Answer

        /// The block put before the model.
        package var shown: String { answer.injectedContext }
    }

    /// - Parameter seesItself: whether the host said that the session's own turns are before the model's eyes.
    @discardableResult
    package func say(_ text: String, key: String? = nil, seesItself: Bool = true) async throws -> Heard {
        world.clock.advance(1000)
        let opened = try await memory.turns.open(
            try await memory.turns.read(
                TurnOpening(
                    owner: owner, session: session, key: key, episode: nil, userText: text, at: world.clock.now
                )
            )
        )
        let answer = try await memory.recall.beforeTurn(
            opened, owner: owner, visibleSince: seesItself ? 0 : nil, deadlineAt: nil)
        return Heard(episode: opened.episode, turn: opened.turn, answer: answer)
    }

    /// A tool call of the turn that is going on.
    package func call(
        _ name: String, _ input: JSON, output: String? = nil, error: String? = nil, id: String? = nil,
        key: String? = nil
    ) async throws {
        world.clock.advance(1000)
        try await memory.turns.append(
            ToolCall(id: id, name: name, input: input, output: output, errorCode: error, startedAt: world.clock.now),
            session: session, key: key, owner: owner, at: world.clock.now
        )
    }

    /// The answer that ends the turn.
    @discardableResult
    package func answer(
        _ text: String, key: String? = nil, userText: String? = nil, calls: [ToolCall] = []
    ) async throws -> TurnService.Recorded {
        world.clock.advance(1000)
        return try await memory.turns.end(
            TurnClosing(
                owner: owner, session: session, key: key, episode: nil, userText: userText, agentText: text,
                thinking: nil, calls: calls, at: world.clock.now
            )
        )
    }

    /// A whole turn.
    @discardableResult
    package func exchange(_ user: String, _ agent: String, key: String? = nil) async throws -> TurnService.Recorded {
        try await say(user, key: key)
        return try await answer(agent, key: key)
    }

    /// What is shown for a message; the turn ends with an empty word.
    package func recall(_ text: String, seesItself: Bool = true) async throws -> String {
        let heard = try await say(text, seesItself: seesItself)
        try await answer("ok")
        return heard.shown
    }

    package func close() async throws {
        world.clock.advance(1000)
        try await memory.sessions.close(session)
    }

    package func compact() async throws {
        world.clock.advance(1000)
        try await memory.sessions.markCompacted(session, at: world.clock.now)
    }

    // MARK: What is there

    /// In the order they happened.
    package func traces() async throws -> [Trace] {
        try await world.database.read { try $0.traces(session: session, limit: 1000, offset: 0) }.reversed()
    }

    /// Oldest first.
    package func turns() async throws -> [Turn] {
        var filter = TurnFilter()
        filter.session = session
        return try await world.database.read { [filter] in try $0.turns(filter, before: nil, limit: 1000) }.reversed()
    }

    /// Oldest first.
    package func episodes() async throws -> [Episode] {
        try await world.database.read { try $0.episodes(of: session, limit: 1000, offset: 0) }.reversed()
    }
}

extension TestMemory {
    package func conversation(
        _ session: String, agent: String = "claude", profile: String = "default", workspace: String? = "/src/api"
    ) -> Conversation {
        Conversation(self, session: session, agent: agent, profile: profile, workspace: workspace)
    }

    /// Every text of every row that could hold a user's words, of all archived tables and of what was shown.
    package func allText() async throws -> String {
        var text = ""
        var cursor: String?
        repeat {
            let page = try await memory.archive.page(cursor: cursor, limit: 500)
            text += page.lines.map(\.text).joined(separator: "\n")
            cursor = page.nextCursor
        } while cursor != nil
        return text
    }

    package func count(_ noun: String) async throws -> Int64 {
        try await database.read { try $0.inventory() }.counts.first { $0.noun == noun }?.count ?? -1
    }
}
