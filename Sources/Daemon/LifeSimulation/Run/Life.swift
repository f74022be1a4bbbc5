import JSONText
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

/// Lives a plan through the memory's facade, as a host does: a session a task, recall before each turn, calls one by one,
/// the answer, what the user says to it, and then the jobs.
struct Life {
    let home: LifeHome
    let seed: UInt64
    let matcher: StepMatcher
    /// Whether the agent is told what the memory has.
    let recalls: Bool

    func live(_ plan: EpisodePlan) async throws -> LivedEpisode {
        let memory = home.memory
        home.clock.move(to: plan.at)
        let owner = Namespace(agentKind: "claude", workspace: plan.place.workspace)
        let session = SessionID("life-\(seed)-\(plan.number)")
        _ = try await memory.sessions.open(id: session.rawValue, owner: owner, meta: .null)
        let conversation = LifeConversation(home: home, owner: owner, session: session)
        let (turn, answer) = try await conversation.say(plan.words, recalls: recalls)
        let (guides, loaded) = try await loadedGuides(answer, for: plan, turn: turn, session: session)
        let knowledge = Knowledge(answer.injectedContext + guides)
        let played = SimulatedAgent.play(plan, knowing: knowledge)
        for call in played.calls {
            home.clock.move(to: call.call.endedAt ?? home.clock.now)
            try await conversation.take(call.call)
        }
        try await conversation.answer(played.answer)
        try await react(to: played, as: plan, in: conversation, episode: turn.episode)
        if let wish = plan.wish {
            let list = wish.isReversal ? Wording.reversals : Wording.preferences
            let words = list[wish.index].words
            try await conversation.exchange(words[wish.wording % words.count], "Noted.", recalls: recalls)
        }
        home.clock.advance(1_000)
        try await memory.sessions.close(session)
        home.clock.advance(Self.pauseBeforeJobs)
        return LivedEpisode(
            plan: plan, id: turn.episode, played: played, alone: SimulatedAgent.play(plan, knowing: .none),
            learning: await home.learn(), recall: recalls ? answer.milliseconds : nil,
            wasTold: knowledge.tells(plan.family.flatMap { plan.place.choose($0.trap.keys) } ?? []),
            loadedSkills: loaded)
    }

    /// What the agent reads: skills that the block names and that fit the task. Whether one fits an agent sees from its
    /// line; here the truth says it.
    private func loadedGuides(
        _ answer: RecallService.Answer, for plan: EpisodePlan, turn: TurnService.Opened, session: SessionID
    ) async throws -> (text: String, count: Int) {
        guard case .family(let family) = plan.task else { return ("", 0) }
        var text = ""
        var count = 0
        for hit in answer.result.skills where answer.injectedContext.contains(hit.head.id) {
            let id = SkillID(hit.head.id)
            guard let skill = try await home.memory.items.item(id), matcher.match(skill).family == family else {
                continue
            }
            let use = SkillUse(sessionID: session, episodeID: turn.episode, turnAt: plan.at)
            guard let loaded = try await home.memory.items.load(id, for: use, scope: .home) else { continue }
            text += "\n" + loaded.invocationGuide + "\n" + loaded.words
            count += 1
        }
        return (text, count)
    }

    private func react(
        to played: PlayedEpisode, as plan: EpisodePlan, in conversation: LifeConversation, episode: EpisodeID?
    ) async throws {
        let words = played.isSuccess ? Wording.thanks : Wording.complaints
        let answer = played.isSuccess ? "You are welcome." : "Sorry about that."
        switch plan.reaction {
        case .silence: break
        case .words(let number):
            home.clock.advance(plan.pace)
            try await conversation.exchange(words[number % words.count], answer, recalls: recalls)
        case .button: try await press(played.isSuccess, nil, episode)
        case .buttonWithWords(let number): try await press(played.isSuccess, words[number % words.count], episode)
        }
    }

    private func press(_ isGood: Bool, _ words: String?, _ episode: EpisodeID?) async throws {
        home.clock.advance(4_000)
        _ = try await home.memory.feedback.submit(
            Feedback(
                id: "", at: home.clock.now, episodeID: episode, traceID: nil, channel: "explicit",
                polarity: isGood ? "positive" : "negative", magnitude: 0.9, rationale: words, raw: nil))
    }

    /// Longer than the time in which feedback still counts for a task.
    private static let pauseBeforeJobs: Int64 = 45_000
}
