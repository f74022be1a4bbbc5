package import JSONText

/// A call of `memos hook` found in a host's files, however it is written there.
package struct InstalledHook: Sendable, Equatable {
    /// What stands before the arguments: the program, or the shell and its guard.
    package let words: [String]
    /// The line a shell gets, letter for letter; `nil` when no shell sees the words.
    package private(set) var shellLine: String?
    /// The place of the program in `words`.
    private let programIndex: Int

    package var program: String { words[programIndex] }
    package var arguments: [String] { Array(words[(programIndex + 1)...]) }

    /// The home named on the command line.
    package var home: String? {
        arguments.firstIndex(of: "--home").flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
    }

    /// - Parameters:
    ///   - handler: an object with `command` and perhaps `args`, a command line, or a list of words.
    ///   - host: the word behind `--host`.
    /// - Returns: `nil` when it is nobody of ours. Ours is a program called `memos`, from whatever version or place of
    ///   installation, with the words `hook --host <host>`.
    package init?(_ handler: JSON, host: String) {
        let words: [String]
        if let list = handler.array {
            words = list.compactMap(\.string)
        } else if let arguments = handler["args"]?.array {
            words = [handler["command"]?.string ?? ""] + arguments.compactMap(\.string)
        } else {
            words = GuardedCommand.words(of: handler["command"]?.string ?? handler.string ?? "")
        }
        self.init(words: words, host: host)
        if handler.array == nil, handler["args"] == nil { shellLine = handler["command"]?.string ?? handler.string }
    }

    private init?(words: [String], host: String) {
        let call = ["hook", "--host", host]
        let found = words.indices.first { index in
            (words[index] == "memos" || words[index].hasSuffix("/memos")) && words[(index + 1)...].starts(with: call)
        }
        if let found {
            // Another command may follow on the same line.
            self.words = Array(words[..<(words[found...].firstIndex(of: ";") ?? words.endIndex)])
            programIndex = found
            return
        }
        // A script may hold the call as a part of it.
        let inner = words.lazy.filter { $0.contains(" ") && $0.contains("memos") }.compactMap {
            InstalledHook(words: GuardedCommand.words(of: $0), host: host)
        }
        guard let match = inner.first else { return nil }
        self.words = Array(match.words[match.programIndex...])
        programIndex = 0
    }
}
