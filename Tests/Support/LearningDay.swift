import JSONText
import LearningPipeline
import MemoryCore
package import MemoryModel
package import MemoryStore

/// What a user asked for and what an agent did about it, to be lived through in a session.
package struct ScriptedTask: Sendable {
    package var ask: String
    package var steps: [Step]
    package var answer: String
    /// What the user says of it afterwards.
    package var verdict: String?

    package enum Step: Sendable {
        case runs(String, String)
        case fails(String, String)
        case edits(String)
    }

    package init(_ ask: String, _ steps: [Step], answer: String, verdict: String? = nil) {
        self.ask = ask
        self.steps = steps
        self.answer = answer
        self.verdict = verdict
    }
}

extension Conversation {
    /// Does a task up to its answer, and hears what the user says of it.
    ///
    /// - Parameter skill: loaded before the first step, as a trial.
    @discardableResult
    package func work(_ task: ScriptedTask, with skill: SkillID? = nil) async throws -> Heard {
        let heard = try await say(task.ask)
        if let skill {
            _ = try await world.memory.items.load(
                skill, for: SkillUse(sessionID: session, episodeID: heard.episode), scope: .home)
        }
        for step in task.steps { try await take(step) }
        try await answer(task.answer)
        if let verdict = task.verdict { try await exchange(verdict, "All right.") }
        return heard
    }

    package func take(_ step: ScriptedTask.Step) async throws {
        switch step {
        case .runs(let command, let output):
            try await call("Bash", ["command": .string(command)], output: output)
        case .fails(let command, let output):
            try await call("Bash", ["command": .string(command)], output: output, error: "1")
        case .edits(let path):
            try await call(
                "Edit", ["file_path": .string(path), "old_string": "a", "new_string": "b"],
                output: "The file \(path) has been updated.")
        }
    }

    /// What a block tells, a line each.
    package static func lines(of shown: String) -> [String] {
        shown.split(separator: "\n").map(String.init).filter { $0.hasPrefix("- ") }
    }
}

extension TestMemory {
    /// Lets the feedback window and the cooldown of world models pass, and does all there is to learn.
    package func learn() async {
        for _ in 0..<3 {
            clock.advance(31_000)
            _ = await worker.runReadyJobs()
        }
    }

    /// The same with a worker that is stopped after every job.
    package func learnInterrupted() async {
        for _ in 0..<3 {
            clock.advance(31_000)
            var isDone = false
            while !isDone {
                // A task of its own for each job: nothing is carried from one to the next but what was written.
                isDone = await Task { [worker] in await worker.runNextJob() != nil }.value
            }
        }
    }

    /// One task in a session of its own, learned from, and the night after it.
    @discardableResult
    package func live(
        _ task: ScriptedTask, session: String, workspace: String? = "/src/api", with skill: SkillID? = nil
    ) async throws -> Conversation.Heard {
        let talk = conversation(session, workspace: workspace)
        let heard = try await talk.work(task, with: skill)
        try await talk.close()
        await learn()
        clock.advance(minutes: 60 * 14)
        return heard
    }

    // MARK: What was learned

    /// Without those that were taken out of use.
    package func learned<Item: StoredItem>(_ type: Item.Type) async throws -> [Item] {
        try await memory.items.items(
            type, filter: ItemFilter(statuses: [.candidate, .active]), limit: 1000, offset: 0)
    }

    /// Everything that policies, skills, world models and their histories say, a line an item.
    package func learnedText() async throws -> String {
        let tables = ["policies", "skills", "world_models", "item_versions"]
        return try await exportLines().filter { line in tables.contains { line.contains("\"kind\":\"\($0)\"") } }
            .joined(separator: "\n")
    }

    /// The export without its header, which tells the time.
    package func exportLines() async throws -> [String] {
        var lines: [String] = []
        var cursor: String?
        repeat {
            let page = try await memory.archive.page(cursor: cursor, limit: 500)
            lines += page.lines.dropFirst(cursor == nil ? 1 : 0).map(\.text)
            cursor = page.nextCursor
        } while cursor != nil
        return lines
    }
}
