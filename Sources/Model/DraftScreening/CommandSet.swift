/// Commands as they were run, or as rules wrote them, to be found again word by word.
struct CommandSet: Sendable {
    private var known: Set<String> = []
    private var programs: Set<Substring> = []

    init(_ commands: [String]) {
        for command in commands {
            for simple in Self.simple(command) {
                known.insert(simple)
                programs.insert(simple.prefix { $0 != " " })
            }
        }
    }

    /// Whether it is made of known commands only.
    func holds(_ command: String) -> Bool {
        let parts = Self.simple(command)
        return !parts.isEmpty && parts.allSatisfy(known.contains)
    }

    /// Whether it begins with the program of a known command and has words of its own.
    func begins(_ code: String) -> Bool {
        let words = code.split(separator: " ")
        return words.count > 1 && programs.contains(words[0])
    }

    /// The commands of a line, each with single spaces. A pipeline is one: what runs behind a bar is part of it.
    private static func simple(_ line: String) -> [String] {
        var commands: [String] = []
        var words: [Substring] = []
        for word in line.split(whereSeparator: \.isWhitespace) {
            if word == "&&" || word == ";" {
                commands.append(words.joined(separator: " "))
                words = []
            } else {
                words.append(word)
            }
        }
        return (commands + [words.joined(separator: " ")]).filter { !$0.isEmpty }
    }
}
