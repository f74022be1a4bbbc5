/// The one thing that we ask of a repository's configuration: where it came from. Reads the file format of git's
/// `config`; files that it includes are not followed.
struct GitConfiguration {
    /// The address of the remote `origin`, else of the first remote that has one.
    private(set) var remote: String?

    init(_ text: String) {
        var remotes: [(name: String, address: String)] = []
        var section: String?
        for line in Self.joinedLines(text) {
            var rest = line[...].drop(while: \.isWhitespace)
            if rest.first == "[" {
                (section, rest) = Self.header(rest)
            }
            guard let section, let (key, value) = Self.assignment(rest), key == "url", !value.isEmpty,
                !remotes.contains(where: { $0.name == section })
            else { continue }
            remotes.append((section, value))
        }
        remote = (remotes.first { $0.name == "origin" } ?? remotes.first)?.address
    }

    /// Lines, those that end with a backslash with the next one.
    private static func joinedLines(_ text: String) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            // A backslash that is itself escaped ends nothing.
            let continues = line.reversed().prefix { $0 == "\\" }.count % 2 == 1
            let part = continues ? String(line.dropLast()) : String(line)
            if isOpen, !lines.isEmpty { lines[lines.count - 1] += part } else { lines.append(part) }
            isOpen = continues
        }
        return lines
    }

    /// The name of the remote that a header opens, `nil` for other sections; and what follows on the line.
    private static func header(_ line: Substring) -> (remote: String?, rest: Substring) {
        var section = ""
        var name: String?
        var isQuoted = false
        var isEscaped = false
        var index = line.index(after: line.startIndex)
        while index < line.endIndex {
            let character = line[index]
            index = line.index(after: index)
            if isEscaped {
                name?.append(character)
                isEscaped = false
            } else if isQuoted {
                switch character {
                case "\\": isEscaped = true
                case "\"": isQuoted = false
                default: name?.append(character)
                }
            } else if character == "\"" {
                isQuoted = true
                name = ""
            } else if character == "]" {
                return (section.lowercased() == "remote" ? name : nil, line[index...].drop(while: \.isWhitespace))
            } else if !character.isWhitespace {
                section.append(character)
            }
        }
        return (nil, "")
    }

    /// `key = value`, the value without quotes, escapes and comment.
    private static func assignment(_ line: Substring) -> (key: String, value: String)? {
        let key = line.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        let rest = line[key.endIndex...].drop(while: \.isWhitespace)
        guard !key.isEmpty, rest.first == "=" else { return nil }
        var value = ""
        // Space at the end counts only where something follows it.
        var space = ""
        var isQuoted = false
        var isEscaped = false
        for character in rest.dropFirst().drop(while: \.isWhitespace) {
            if !isEscaped, !isQuoted, character == "#" || character == ";" { break }
            if !isEscaped, !isQuoted, character.isWhitespace {
                space.append(character)
                continue
            }
            value += space
            space = ""
            if isEscaped {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else {
                value.append(character)
            }
        }
        return (key.lowercased(), value)
    }
}
