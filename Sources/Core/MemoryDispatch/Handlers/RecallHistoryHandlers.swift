import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

extension Dispatcher {
    mutating func registerRecallHistory(_ memory: Memory) {
        register(RecallTry.self) { request, _ in
            let trial = RecallService.Trial(
                text: request.prompt, entry: request.entry, agent: request.agent,
                workspaces: try await memory.projects.workspaces(of: request.project), session: request.sessionID,
                asksModels: request.models)
            let attempt = try await memory.recall.attempt(trial) { rules in
                rules.apply(request.settings)
                // Who names all projects wants them whatever is set.
                if request.project == ProjectService.all { rules.seesAllProjects = true }
            }
            return WireValue(attempt.json)
        }
        register(RecallList.self) { request, _ in
            let filter = InjectionFilter(
                unasked: RecallService.unasked, agent: request.agent, entry: request.entry, isSilent: request.silent,
                since: request.from, until: request.to)
            let entries = try await memory.recall.history(
                filter, before: request.before.map(InjectionCursor.init(text:)), limit: request.limit)
            let next = entries.count == request.limit ? entries.last.map { InjectionCursor($0.injection).text } : nil
            return WireValue(
                .object(present: [
                    ("injections", .array(entries.map(\.json))), ("nextCursor", next.map(JSON.string)),
                ]))
        }
        register(RecallGet.self) { request, _ in
            WireValue(try await memory.recall.record(of: request.id).json)
        }
    }
}

extension RecallService.Rules {
    fileprivate mutating func apply(_ change: RecallAdjustment) {
        options.promptTokens = change.promptTokens ?? options.promptTokens
        options.maxCharacters = change.maxCharacters ?? options.maxCharacters
        options.candidates = change.candidates ?? options.candidates
        options.relativeFloor = change.relativeFloor ?? options.relativeFloor
        options.mmrLambda = change.mmrLambda ?? options.mmrLambda
        options.documentFrequencyCap = change.documentFrequencyCap ?? options.documentFrequencyCap
        options.meaningWeight = change.meaningWeight ?? options.meaningWeight
        options.neighbourWeight = change.neighbourWeight ?? options.neighbourWeight
        options.sessionWeight = change.sessionWeight ?? options.sessionWeight
        topK.skills = change.skills ?? topK.skills
        topK.traces = change.traces ?? topK.traces
        topK.worldModels = change.worldModels ?? topK.worldModels
        seesWholeHome = change.seesWholeHome ?? seesWholeHome
        seesAllProjects = change.seesAllProjects ?? seesAllProjects
    }
}

extension RecallService.Attempt {
    fileprivate var json: JSON {
        let result = RetrievalResult(
            agent: "", sessionID: nil, episodeID: nil, query: "", hits: answer.wireHits, items: answer.wireItems
        ).json
        var explanation = answer.explanation
        explanation["legend"] = RecallExplanation.legend
        return .object(present: [
            ("speaks", .bool(silence == nil)), ("silence", silence.map(JSON.string)), ("hits", result["hits"]),
            (
                "notes",
                .array(answer.result.notes.map { ["id": .string($0.id), "text": .string($0.text)] })
            ),
            ("injectedContext", .string(block.text)), ("tokens", JSON(block.tokens)),
            ("characters", JSON(block.text.utf16.count)), ("shown", JSON(block.shown)),
            ("ms", .double(answer.milliseconds)), ("settings", rules.json), ("explanation", explanation),
        ])
    }
}

extension RecallService.Rules {
    /// As `RecallAdjustment` reads them.
    fileprivate var json: JSON {
        [
            "promptTokens": JSON(options.promptTokens), "maxCharacters": JSON(options.maxCharacters),
            "topK": ["tier1": JSON(topK.skills), "tier2": JSON(topK.traces), "tier3": JSON(topK.worldModels)],
            "candidates": JSON(options.candidates), "relativeFloor": .double(options.relativeFloor),
            "mmrLambda": .double(options.mmrLambda), "documentFrequencyCap": .double(options.documentFrequencyCap),
            "meaningWeight": .double(options.meaningWeight), "neighbourWeight": .double(options.neighbourWeight),
            "sessionWeight": .double(options.sessionWeight), "scope": .string(seesWholeHome ? "home" : "agent"),
            "projects": .string(seesAllProjects ? "all" : "current"),
        ]
    }
}

extension InjectionEntry {
    fileprivate var json: JSON {
        var value = injection.json(agent: agent)
        value["hits"] = JSON(hits)
        value["silent"] = .bool(isSilent)
        (value["used"], value["ignored"], value["contradicted"]) = (JSON(used), JSON(ignored), JSON(contradicted))
        if isSilent, let reason = injection.explanation["abstained"]?.string { value["silence"] = .string(reason) }
        for name in ["probability", "threshold"] {
            if let number = injection.explanation[name]?.double { value[name] = .double(number) }
        }
        return value
    }
}

extension RecallService.Record {
    fileprivate var json: JSON {
        var value = injection.json(agent: agent)
        var explanation = injection.explanation
        explanation["legend"] = RecallExplanation.legend
        value["injectedContext"] = .string(injection.text)
        value["characters"] = JSON(injection.text.utf16.count)
        value["items"] = .array(
            items.map { item in
                .object(present: [
                    ("id", .string(item.id)), ("kind", .string(item.kind.rawValue)), ("title", .string(item.title)),
                    ("verdict", item.verdict.map { .string($0.rawValue) }), ("reason", item.reason.map(JSON.string)),
                ])
            })
        value["explanation"] = explanation
        return value
    }
}

extension Injection {
    fileprivate func json(agent: String?) -> JSON {
        .object(present: [
            ("id", .string(id.rawValue)), ("ts", .integer(at)), ("entry", .string(entry.rawValue)),
            ("query", .string(query)), ("agent", agent.map(JSON.string)),
            ("sessionId", sessionID.map { .string($0.rawValue) }),
            ("episodeId", episodeID.map { .string($0.rawValue) }), ("turnId", turnID.map { .string($0.rawValue) }),
            ("tokens", JSON(tokens)), ("ms", .double(latencyMilliseconds)),
        ])
    }
}

extension InjectionCursor {
    fileprivate init(_ injection: Injection) {
        self.init(at: injection.at, id: injection.id)
    }

    fileprivate init(text: String) throws {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let time = Timestamp(parts[0]) else {
            throw MemoryError(.invalidArgument, "\"before\" must be a cursor that a page gave.")
        }
        self.init(at: time, id: InjectionID(String(parts[1])))
    }

    fileprivate var text: String { "\(at).\(id.rawValue)" }
}
