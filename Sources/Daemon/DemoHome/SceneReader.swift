/// Reads scenes from their files: a line a thing, its first character says what it is.
///
/// ```
/// project NAME REMOTE            the project of all scenes below
/// == NAME AGENT [BRANCH]         a scene
/// at DAYS HH:MM NAME=VALUE|…     an occasion, or `at -MINUTES …`; `\n` breaks a line; `agent=…` replaces the agent
/// uses WORD …                    skills that the agent loads here
/// > WORDS || OTHER WORDS         a turn; the occasions take the alternatives one after the other
/// $ COMMAND                      a command, `!` one that fails; `r` read, `e` edit, `w` write, `g` search
///   OUTPUT                       what came back, behind two spaces
/// < ANSWER || OTHER ANSWER       the end of the turn
/// + STRENGTH WORDS               praise, `-` blame, by the buttons
/// ~ MINUTES                      of silence before the next turn
/// [2-4] …                        only on these occasions
/// ```
struct SceneReader {
    private var scenes: [Scene] = []
    private var project = SceneProject()
    private var pause = 1

    /// What no scene can be read from; scenes come with the program, so a test is what sees it.
    struct Problem: Error, Equatable {
        var line: Int
        var text: String
    }

    static func read(_ text: String) throws(Problem) -> [Scene] {
        var reader = SceneReader()
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard reader.take(line) else { throw Problem(line: number + 1, text: String(line)) }
        }
        return reader.scenes
    }

    private mutating func take(_ line: Substring) -> Bool {
        if line.hasPrefix("  ") { return output(String(line.dropFirst(2))) }
        if line.isEmpty || line.hasPrefix("#") { return true }
        var (filter, rest) = (OccasionFilter.all, line)
        if line.first == "[", let end = line.firstIndex(of: "]") {
            guard let read = Self.filter(line[line.index(after: line.startIndex)..<end]) else { return false }
            filter = read
            rest = line[line.index(after: end)...].drop { $0 == " " }
        }
        let words = rest.split(separator: " ", maxSplits: 1)
        guard let word = words.first else { return false }
        let text = words.count > 1 ? String(words[1]) : ""
        switch word {
        case "project": return open(project: text)
        case "==": return open(scene: text)
        case "at": return occasion(text)
        case "uses": return change { $0.skills += text.split(separator: " ").map(String.init) }
        case ">":
            let words = Self.alternatives(text)
            let silence = pause
            pause = 1
            return change { $0.turns.append(SceneTurn(filter: filter, words: words, pause: silence)) }
        case "<": return change(turn: { $0.answers = Self.alternatives(text) })
        case "+", "-":
            let parts = text.split(separator: " ", maxSplits: 1)
            guard let strength = parts.first.flatMap({ Double($0) }) else { return false }
            let verdict = SceneTurn.Verdict(
                filter: filter, isGood: word == "+", strength: strength, words: parts.count > 1 ? String(parts[1]) : "")
            return change(turn: { $0.verdicts.append(verdict) })
        case "~":
            pause = Int(text) ?? 1
            return true
        default:
            guard word.count == 1, let kind = word.first.flatMap(SceneStep.Kind.init) else { return false }
            return change(turn: { $0.steps.append(SceneStep(filter: filter, kind: kind, subject: text)) })
        }
    }

    private mutating func open(project text: String) -> Bool {
        let words = text.split(separator: " ").map(String.init)
        guard let name = words.first else { return false }
        project = SceneProject(name: name, remote: words.count > 1 ? words[1] : nil)
        return true
    }

    private mutating func open(scene text: String) -> Bool {
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 2 else { return false }
        scenes.append(
            Scene(project: project, name: words[0], agent: words[1], branch: words.count > 2 ? words[2] : nil))
        return true
    }

    private mutating func occasion(_ text: String) -> Bool {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
        guard let first = words.first, let number = Int(first) else { return false }
        let time: SceneTime
        var rest: String
        if number < 0 {
            time = .minutesAgo(-number)
            rest = words.dropFirst().joined(separator: " ")
        } else {
            let clock = words.count > 1 ? words[1].split(separator: ":").compactMap { Int($0) } : []
            guard clock.count == 2 else { return false }
            time = .day(number, minute: clock[0] * 60 + clock[1])
            rest = words.count > 2 ? words[2] : ""
        }
        var values: [String: String] = [:]
        while !rest.isEmpty {
            let part = rest.prefix { $0 != "|" }
            rest = String(rest.dropFirst(part.count + 1))
            guard let equals = part.firstIndex(of: "=") else { return false }
            let key = part[..<equals].filter { $0 != " " }
            values[key] = Self.broken(part[part.index(after: equals)...])
        }
        let agent = values.removeValue(forKey: "agent")
        return change { $0.occasions.append(Occasion(time: time, values: values, agent: agent)) }
    }

    private mutating func output(_ line: String) -> Bool {
        change(turn: { turn in
            guard !turn.steps.isEmpty else { return }
            turn.steps[turn.steps.count - 1].lines.append(line)
        })
    }

    private mutating func change(_ body: (inout Scene) -> Void) -> Bool {
        guard !scenes.isEmpty else { return false }
        body(&scenes[scenes.count - 1])
        return true
    }

    private mutating func change(turn body: (inout SceneTurn) -> Void) -> Bool {
        guard let last = scenes.last?.turns.indices.last else { return false }
        body(&scenes[scenes.count - 1].turns[last])
        return true
    }

    /// `2-4`, `3-` or `1`.
    private static func filter(_ text: Substring) -> OccasionFilter? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap({ Int($0) }) else { return nil }
        guard parts.count > 1 else { return OccasionFilter(numbers: first...first) }
        let last = Int(parts[1]) ?? Int.max
        return last >= first ? OccasionFilter(numbers: first...last) : nil
    }

    private static func alternatives(_ text: String) -> [String] {
        var (found, rest) = ([String](), text[...])
        while let bar = rest.firstRange(of: " || ") {
            found.append(broken(rest[..<bar.lowerBound]))
            rest = rest[bar.upperBound...]
        }
        return found + [broken(rest)]
    }

    /// With line breaks for `\n`, and without the spaces around.
    private static func broken(_ text: Substring) -> String {
        let trimmed = text.drop { $0 == " " }
        let end = trimmed.lastIndex { $0 != " " }.map(trimmed.index(after:)) ?? trimmed.startIndex
        return trimmed[..<end].split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }
}
