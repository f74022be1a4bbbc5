/// A command line for hosts that start hooks through a shell. It ends with 0 and says nothing but what `memos` says,
/// whether the program is missing, crashes or is killed: to a host, any other end may mean "block".
package enum GuardedCommand {
    // Not `exec`: the shell has to outlive a crash. Its own words about that crash go nowhere.
    private static let script = #"exec 2>/dev/null; [ -x "$0" ] && "$0" "$@"; exit 0"#

    package static func line(program: String, arguments: [String]) -> String {
        (["/bin/sh", "-c", script, program] + arguments).map(quoted).joined(separator: " ")
    }

    /// As one word of a shell; plain words stay plain.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
                    || "/-_.,:=@+".utf8.contains(byte)
            }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }

    /// The words of a command line as a POSIX shell sees them, the end of a command as a word `;`; expansions are left as
    /// they are.
    package static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace || character == ";" {
                if let complete = word { words.append(complete) }
                word = nil
                if character == ";" { words.append(";") }
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return word.map { words + [$0] } ?? words
    }
}
