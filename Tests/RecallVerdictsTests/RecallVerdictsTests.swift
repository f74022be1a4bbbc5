import JSONText
import MemoryModel
import RecallVerdicts
import Testing

/// What became of what was handed over: taken up, gone against, or nothing to be seen of it.
@Suite struct RecallVerdictsTests {
    private let task = EpisodeID("ep_1")
    private let turn = TurnID("tu_1")

    private func record(
        _ prompt: String, _ steps: [(command: String, output: String, outcome: Outcome)], answer: String = "Done.",
        feedback: [Feedback] = []
    ) -> EpisodeRecord {
        let owner = Namespace(agentKind: "claude", profile: "default", workspace: "/w")
        let session = SessionID("se_1")
        let turns = [
            Turn(
                id: turn, key: "1", sessionID: session, episodeID: task, owner: owner, userText: prompt,
                agentText: answer, startedAt: 100, endedAt: 200)
        ]
        func trace(_ index: Int, _ kind: Trace.Kind, _ call: ToolCall?, _ outcome: Outcome) -> Trace {
            Trace(
                id: TraceID("tr_step\(index)"), sessionID: session, episodeID: task, turnID: turn, step: index,
                kind: kind, at: 110 + Int64(index), owner: owner, userText: kind == .answer ? prompt : "",
                agentText: kind == .answer ? answer : "", call: call, outcome: outcome)
        }
        let calls = steps.enumerated().map { index, step in
            trace(
                index, .tool,
                ToolCall(name: "Bash", input: ["command": .string(step.command)], output: step.output), step.outcome)
        }
        return EpisodeRecord(
            episode: Episode(id: task, sessionID: session, openedAt: 100, lastActiveAt: 200, preview: prompt),
            owner: owner, turns: turns, steps: calls + [trace(calls.count, .answer, nil, .success)],
            feedback: feedback)
    }

    private func verdict(
        on line: String, kind: InjectionItem.Kind = .trace, step: Trace? = nil, guidance: DecisionGuidance = .none,
        isOnTrial: Bool = false, in record: EpisodeRecord, rare: Set<String>? = nil
    ) -> InjectionItem {
        let item = InjectionItem(injectionID: InjectionID("in_1"), itemID: "tr_memory", kind: kind, place: 1)
        let handed = HandedOver(
            item: item, turn: turn, at: 101, line: line, step: step, guidance: guidance, isOnTrial: isOnTrial)
        return RecallVerdicts.judge([handed], in: record) { rare?.contains($0) ?? true }[0]
    }

    @Test("A name that only the memory can have given counts as used") func name() {
        let work = record(
            "Run the staging checks", [("curl http://staging_db_host/health", "ok", .success)])
        let judged = verdict(on: "- The checks live on staging_db_host.", in: work)
        #expect(judged.verdict == .used)
        #expect(judged.reason == "names: staging_db_host")
    }

    @Test("What the person named, or an output showed first, is not credited to the memory") func otherSources() {
        let line = "- The checks live on staging_db_host."
        let asked = record("Ask staging_db_host", [("curl http://staging_db_host/health", "ok", .success)])
        #expect(verdict(on: line, in: asked).verdict == .ignored)
        let found = record(
            "Run the checks",
            [("ls", "staging_db_host.conf staging_db_host", .success), ("cat staging_db_host", "x", .success)])
        #expect(verdict(on: line, in: found).verdict == .ignored)
    }

    @Test("One name that stands everywhere in the home is not enough") func commonName() {
        let work = record("Explain it", [], answer: "See package.json for that.")
        #expect(verdict(on: "- package.json lists the scripts", in: work, rare: []).verdict == .ignored)
    }

    @Test("A recommended command that is run and works counts as used") func command() {
        let work = record("Publish the image", [("docker buildx bake release", "pushed", .success)])
        let judged = verdict(
            on: "- experience: images: run `docker buildx bake release` (policy id po_1)", kind: .policy, in: work,
            rare: [])
        #expect(judged.verdict == .used)
        #expect(judged.reason == "command: docker buildx bake release")
    }

    @Test("A recommended command that fails and never works speaks against the memory") func failure() {
        let line = "- experience: images: run `docker buildx bake release` (policy id po_1)"
        let failed = record("Publish the image", [("docker buildx bake release", "no builder", .failure)])
        #expect(verdict(on: line, kind: .policy, in: failed).verdict == .contradicted)
        let mended = record(
            "Publish the image",
            [
                ("docker buildx bake release", "no builder", .failure),
                ("docker buildx bake release", "pushed", .success),
            ])
        #expect(verdict(on: line, kind: .policy, in: mended).verdict == .used)
    }

    @Test("A step that had failed itself is a warning and recommends nothing") func warning() {
        let work = record("Publish the image", [("docker buildx bake release", "no builder", .failure)])
        var step = work.steps[0]
        step.id = TraceID("tr_memory")
        #expect(verdict(on: "- it failed", step: step, in: work).verdict == .ignored)
    }

    @Test("A correction by the person speaks against what it corrects and not for it") func correction() {
        let feedback = Feedback(
            id: "fb_1", at: 150, episodeID: task, traceID: nil, channel: "implicit", polarity: "negative",
            magnitude: 1, rationale: "no, not npm", raw: nil,
            reading: FeedbackReading(shape: .preference, prefer: "pnpm", avoid: "npm", strength: 1))
        let work = record("Add the package", [("npm install --save left-pad", "added", .success)], feedback: [feedback])
        func judged(prefer: String, avoid: String) -> InjectionItem.Verdict {
            verdict(
                on: "- lesson: about packages", kind: .note,
                guidance: DecisionGuidance(
                    preference: [.init(text: prefer, evidenceIDs: [])],
                    antiPattern: [.init(text: avoid, evidenceIDs: [])]),
                in: work
            ).verdict
        }
        #expect(judged(prefer: "use npm for packages", avoid: "yarn") == .contradicted)
        #expect(judged(prefer: "use pnpm for packages", avoid: "npm") == .ignored)
    }

    @Test("A step that the person marked as bad is contradicted") func rejection() {
        let feedback = Feedback(
            id: "fb_1", at: 150, episodeID: nil, traceID: TraceID("tr_memory"), channel: "explicit",
            polarity: "negative", magnitude: 1, rationale: nil, raw: nil)
        let judged = verdict(on: "- something", in: record("Go on", [], feedback: [feedback]))
        #expect(judged.verdict == .contradicted)
        #expect(judged.reason == "rejected")
    }

    @Test("A skill that the task is a trial of counts as used") func skill() {
        let work = record("Go on", [])
        #expect(verdict(on: "- skill x", kind: .skill, isOnTrial: true, in: work).verdict == .used)
        #expect(verdict(on: "- skill x", kind: .skill, in: work).reason == "nothing")
    }

    @Test("Chinese words count as words") func chinese() {
        let work = record("把它发布出去", [], answer: "先清空缓存再预热网关，然后发布。")
        let judged = verdict(on: "- 上线之前要清空缓存，预热网关", in: work)
        #expect(judged.verdict == .used)
    }
}
