import JSONText
import MemoryModel

/// Plays a planned task. By itself it knows no procedure and no project: it goes wrong as the plan says, tries as often as
/// the plan says, and finds the remedy; unless what it was told names the remedy.
package struct SimulatedAgent {
    private let plan: EpisodePlan
    private let knowledge: Knowledge
    private var episode = PlayedEpisode()
    private var position = 0

    package static func play(_ plan: EpisodePlan, knowing knowledge: Knowledge) -> PlayedEpisode {
        var agent = SimulatedAgent(plan: plan, knowledge: knowledge)
        agent.play()
        return agent.episode
    }

    private init(plan: EpisodePlan, knowledge: Knowledge) {
        self.plan = plan
        self.knowledge = knowledge
    }

    private mutating func play() {
        episode.answer = plan.answer
        switch plan.task {
        case .errand(let index):
            for action in Distractors.all[index].actions { take(action, as: .errand) }
        case .family(let index):
            look()
            follow(Families.all[index])
        }
    }

    private mutating func follow(_ family: Family) {
        let moves = family.moves(at: plan.place)
        let isInformed = knowledge.tells(plan.place.choose(family.trap.keys) ?? [])
        let goesWrong = plan.makesMistake && !isInformed && !plan.isLucky
        var left: [(move: Family.Move, action: Action)] = []
        for (move, action) in moves {
            if move.role == .hidden, goesWrong, !episode.isMended {
                left.append((move, action))
                continue
            }
            if move.role == .hidden, plan.isLucky, !isInformed { continue }
            if move.role == .blocked {
                if let breakage = plan.breakage { return give(up: breakage, at: action) }
                if goesWrong { stumble(family, at: action, left: left) }
            }
            take(action, as: .course(move: move.id))
            if move.role == .hidden { episode.isMended = true }
        }
    }

    /// The fault, what is tried in vain, and the steps that were left out.
    private mutating func stumble(
        _ family: Family, at blocked: Action, left: [(move: Family.Move, action: Action)]
    ) {
        if let shortcut = plan.place.choose(family.trap.shortcuts) { take(shortcut, as: .mistake, isCounted: false) }
        fail(blocked, with: plan.place.choose(family.trap.faults) ?? "")
        let attempts = plan.place.choose(family.trap.attempts) ?? []
        for attempt in attempts.prefix(plan.attempts) {
            take(attempt, as: .mistake)
            fail(blocked, with: plan.place.choose(family.trap.faults) ?? "", isRepeated: true)
        }
        for (move, action) in left { take(action, as: .course(move: move.id)) }
        episode.isMended = true
    }

    /// The last attempt is followed by the remedy, not by another run of what fails, in half of the tasks.
    private mutating func fail(_ action: Action, with fault: String, isRepeated: Bool = false) {
        if isRepeated, plan.number.isMultiple(of: 2) { return }
        guard case .shell(let command, _) = action else { return }
        record(command: command, output: fault, origin: .mistake, hasFailed: true)
        episode.mistakes += 1
    }

    private mutating func give(up breakage: Int, at action: Action) {
        guard case .shell(let command, _) = action else { return }
        let (output, answer) = Wording.breakages[breakage]
        for _ in 0..<2 { record(command: command, output: output, origin: .breakage, hasFailed: true) }
        episode.answer = answer
        episode.isSuccess = false
    }

    /// Where is what? Somebody who was told does not ask.
    private mutating func look() {
        guard !knowledge.tellsLayout(of: plan.place) else { return }
        let place = plan.place
        let looks: [Action] = [
            .shell("ls", place.listing),
            .shell("find . -type d -name '*test*' -not -path '*/node_modules/*'", place.found),
            .read(place.manifest.file, place.manifest.text),
        ]
        for action in looks.prefix(plan.looks) {
            take(action, as: .look)
            episode.looks += 1
        }
    }

    private mutating func take(_ action: Action, as origin: PlayedCall.Origin, isCounted: Bool = true) {
        if let noise = plan.noise[position] {
            let (command, output, failed) = Wording.noise[noise]
            record(command: command, output: output, origin: .noise, hasFailed: failed)
        }
        position += 1
        switch action {
        case .shell(let command, let output):
            let output = output.filled(plan.values)
            let hasFailed = origin == .mistake && isCounted && Self.tellsOfFault(output)
            record(command: command, output: output, origin: origin, hasFailed: hasFailed)
            if hasFailed { episode.mistakes += 1 }
        case .edit(let file, let from, let to):
            record(
                tool: "Edit",
                [
                    "file_path": path(file), "old_string": .string(from.filled(plan.values)),
                    "new_string": .string(to.filled(plan.values)),
                ],
                output: "The file \(file.filled(plan.values)) has been updated.", origin: origin)
        case .read(let file, let content):
            record(tool: "Read", ["file_path": path(file)], output: content.filled(plan.values), origin: origin)
        }
    }

    private func path(_ file: String) -> JSON { .string(file.filled(plan.values)) }

    private mutating func record(command: String, output: String, origin: PlayedCall.Origin, hasFailed: Bool) {
        record(
            tool: "Bash", ["command": .string(command.filled(plan.values))], output: output.filled(plan.values),
            origin: origin, hasFailed: hasFailed)
    }

    private mutating func record(
        tool: String, _ input: JSON, output: String, origin: PlayedCall.Origin, hasFailed: Bool = false
    ) {
        let number = episode.calls.count
        let began = plan.at + 3_000 + Timestamp(number) * plan.pace
        episode.calls.append(
            PlayedCall(
                call: ToolCall(
                    id: "call-\(plan.number)-\(number)", name: tool, input: input, output: output,
                    errorCode: hasFailed ? "Exit code 1" : nil, startedAt: began, endedAt: began + plan.pace / 2),
                origin: origin, hasFailed: hasFailed))
    }

    /// Attempts in vain end in a fault, or quietly change nothing.
    private static func tellsOfFault(_ output: String) -> Bool {
        ["rror", "not found", "refusing", "not permitted", "rejected", "ERR_", "No matching"].contains {
            output.contains($0)
        }
    }
}
