import JSONText
import LanguageModels
import LearningPipeline
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Prompting
import Testing

@Suite("What was learned is told in a model's words, one call a job, and in the rules' where that fails")
struct LearnedWordingTests {
    private func lived(_ desk: any ModelDesk, drafting: DraftingOptions = DraftingOptions()) async throws -> TestMemory
    {
        var knobs = TestMemory.Knobs()
        knobs.learning.drafting = drafting
        let world = try TestMemory(knobs, desk: desk)
        for (day, task) in LearningDays.missingLibraries.enumerated() {
            try await world.live(task, session: "day-\(day)")
        }
        return world
    }

    private func purposes(_ desk: ScriptedDesk, _ id: String) -> Int {
        desk.calls.count { $0.purpose.contains("\(id)@") }
    }

    @Test("policy, skill and world model say who worded them, and so does their history")
    func worded() async throws {
        let desk = ScriptedDesk { request, call throws(ModelFault) in EchoingWriter.answer(request, call) }
        let world = try await lived(desk)
        let policy = try #require(try await world.learned(Policy.self).first)
        #expect(
            policy.provenance
                == .model(prompt: PromptCatalogue.standard[.policyInduction].version, model: "scripted/one"))
        #expect(policy.title.hasPrefix("Once more: "))
        #expect(policy.imaginedGoals == ["my image refuses to build", "镜像构建失败"])
        let skill = try #require(try await world.learned(Skill.self).first)
        #expect(
            skill.provenance
                == .model(prompt: PromptCatalogue.standard[.skillCrystallization].version, model: "scripted/one"))
        #expect(skill.procedure.imagined == ["my image refuses to build", "镜像构建失败"])
        let reasons = try await world.database.read { reader in
            try reader.versions(of: policy.id).map(\.reason) + reader.versions(of: skill.id).map(\.reason)
        }
        #expect(reasons.contains { $0.contains("worded by scripted/one") })
        // The policy was told anew at most once a task, its skill made once.
        #expect(purposes(desk, "policy-induction") <= 2)
        #expect(purposes(desk, "skill-crystallization") == 1)
        let roles = Set(desk.calls.filter { $0.purpose.contains("skill-") }.map(\.role))
        #expect(roles == [.skillEvolver])
    }

    @Test("when every call fails, all is as without models but for the reason")
    func failing() async throws {
        func without(_ text: String) -> String {
            text.split(separator: "\n").map { line in
                guard var row = try? JSON(parsing: String(line)) else { return String(line) }
                row = row.mapStrings { $0.hasPrefix("rules ") ? "" : $0 }
                return row.text
            }.joined(separator: "\n").replacing("\"provenance\":\"\"", with: "\"provenance\":null")
        }
        let plain = try await lived(NoModels()).learnedText()
        #expect(!plain.contains("\"provenance\":\""))
        for kind in [ModelFault.Kind.timeout, .budget, .malformed] {
            let world = try await lived(ScriptedDesk(failing: kind))
            let policy = try #require(try await world.learned(Policy.self).first)
            #expect(
                policy.provenance
                    == .rulesInstead(
                        prompt: PromptCatalogue.standard[.policyInduction].version, reason: kind.rawValue))
            #expect(policy.verifierMeta?["wording"] == nil)
        }
        let off = ScriptedDesk(failing: .timeout)
        let text = try await lived(off, drafting: DraftingOptions(isEnabled: false)).learnedText()
        #expect(off.calls.isEmpty)
        #expect(without(text) == without(plain))
    }

    @Test("a task that is scored again changes no words and costs no call for them")
    func again() async throws {
        let desk = ScriptedDesk { request, call throws(ModelFault) in EchoingWriter.answer(request, call) }
        let world = try await lived(desk)
        let before = try #require(try await world.learned(Policy.self).first)
        let calls = purposes(desk, "policy-induction") + purposes(desk, "skill-")
        let episode = try #require(before.sourceEpisodeIDs.first)
        let now = world.clock.now
        try await world.database.write { transaction in
            try transaction.enqueue(.scoreEpisode, subject: episode.rawValue, notBefore: now)
        }
        await world.learn()
        let after = try #require(try await world.learned(Policy.self).first)
        #expect(after.title == before.title && after.procedure == before.procedure)
        #expect(after.provenance == before.provenance)
        #expect(purposes(desk, "policy-induction") + purposes(desk, "skill-") == calls)
    }

    @Test("words and who wrote them come back from an export")
    func restored() async throws {
        let desk = ScriptedDesk { request, call throws(ModelFault) in EchoingWriter.answer(request, call) }
        let world = try await lived(desk)
        let rows = try await world.exportLines().filter { $0.contains("\"kind\":\"policies\"") }
        #expect(rows.contains { $0.contains("\"provenance\":\"model policy-induction@") })
    }
}

/// A model that says again what it is shown, with a few words of its own.
enum EchoingWriter {
    static func answer(_ request: CompletionRequest, _ call: ModelCall) -> Completion {
        let pieces = Self.pieces(request.messages.last?.text ?? "")
        var reply: JSON = .object(JSONObject())
        if call.purpose.contains("policy-induction@") {
            reply["policy-induction"] = [
                "policies": .array(pieces.filter { $0.kind == "policy" }.map { policy($0, pieces) })
            ]
        }
        if call.purpose.contains("skill-crystallization@") { reply["skill-crystallization"] = skill(pieces) }
        if call.purpose.contains("skill-rebuild@") { reply["skill-rebuild"] = skill(pieces) }
        return Completion(text: reply.text, model: "scripted-1")
    }

    private struct Piece {
        var label: String
        var kind: String
        var lines: [String]

        func field(_ name: String) -> String {
            lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) } ?? ""
        }

        /// Numbered steps, branches below them; or one a line.
        var steps: [String] {
            guard let start = lines.firstIndex(of: "steps: ") else { return [] }
            var steps: [String] = []
            for line in lines[(start + 1)...] {
                if line.hasPrefix("verification:") || line.hasPrefix("limits:") { break }
                let bare = line.drop { $0 == " " }
                if bare.hasPrefix("- "), !steps.isEmpty {
                    steps[steps.count - 1] += "\n" + bare
                } else {
                    steps.append(String(bare.drop { $0.isNumber || $0 == "." || $0 == " " }))
                }
            }
            return steps
        }
    }

    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                pieces.append(
                    Piece(
                        label: String(line[line.index(after: line.startIndex)..<end]),
                        kind: String(line[end...].dropFirst(2)), lines: []))
            } else if line.hasPrefix("| "), !pieces.isEmpty {
                pieces[pieces.count - 1].lines.append(String(line.dropFirst(2)))
            }
        }
        return pieces
    }

    private static func steps(_ piece: Piece, evidence: String) -> JSON {
        .array(
            piece.steps.map { text in
                let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
                let code = stride(from: 1, to: max(parts.count - 1, 1), by: 2).map { parts[$0] }
                return ["text": .string(text), "commands": JSON(code), "evidence": [.string(evidence)]]
            })
    }

    private static let asked: JSON = ["my image refuses to build", "镜像构建失败"]

    private static func policy(_ piece: Piece, _ pieces: [Piece]) -> JSON {
        let task = pieces.first { $0.kind == "task" }?.label ?? ""
        return [
            "policy": .string(piece.label), "title": .string("Once more: \(piece.field("title"))"),
            "trigger": .string(piece.field("trigger")), "steps": steps(piece, evidence: task),
            "verification": .string(piece.field("verification")), "boundary": "", "prefer": .array([]),
            "avoid": .array([]), "same_as": "", "asked_for": asked,
        ]
    }

    private static func skill(_ pieces: [Piece]) -> JSON {
        guard let draft = pieces.first(where: { $0.kind == "draft of the skill" }) else { return .null }
        return [
            "name": .string(draft.field("name")), "summary": .string(draft.field("summary")),
            "applies": .string(draft.field("applies")), "preconditions": .array([]), "parameters": .array([]),
            "steps": steps(draft, evidence: pieces.first { $0.kind == "policy" }?.label ?? ""),
            "verification": .string(draft.field("verification")), "asked_for": asked,
        ]
    }
}
