import Digest
package import JSONText
package import LanguageModels

/// What is asked of a model: instructions and the form of the answer, as one file below `Prompts/`.
///
/// The file begins with a head between lines of `---` (`id`, `version`, `role`, `title`, `maxOutputTokens`), then come the
/// instructions, then the schema in a fence of its own (three backticks and `schema`).
package struct Prompt: Sendable, Equatable {
    /// As in `reward-rubric`; also the member of the reply that answers it.
    package let id: String
    /// Counted up by hand when the meaning changes.
    package let number: Int
    package let role: ModelRole
    /// What it is for, in a few words.
    package let title: String
    /// Tokens of its answer, at most.
    package let maxOutputTokens: Int
    package let instructions: String
    package let schema: JSON
    /// Such as `reward-rubric@1.9f3a2b1c`: the last part follows from the text, so that no change of it goes unnoticed.
    package let version: String

    /// - Parameter preface: what is said before every prompt; a change of it changes every version.
    /// - Throws: `PromptFormatError` when the file is not of the form above.
    package init(file: String, preface: String) throws(PromptFormatError) {
        guard let head = file.firstRange(of: "---\n"), head.lowerBound == file.startIndex,
            let tail = file[head.upperBound...].firstRange(of: "\n---\n")
        else { throw PromptFormatError(reason: "it has no head") }
        let fields = Self.fields(file[head.upperBound..<tail.lowerBound])
        guard let id = fields["id"], let number = fields["version"].flatMap({ Int($0) }),
            let role = fields["role"].flatMap(ModelRole.init(rawValue:)), let title = fields["title"],
            let tokens = fields["maxOutputTokens"].flatMap({ Int($0) })
        else { throw PromptFormatError(reason: "its head lacks a field") }
        guard let opening = file[tail.upperBound...].firstRange(of: "\n```schema\n"),
            let closing = file[opening.upperBound...].firstRange(of: "\n```"),
            let schema = try? JSON(parsing: String(file[opening.upperBound..<closing.lowerBound]))
        else { throw PromptFormatError(reason: "\(id) has no schema") }
        self.id = id
        self.number = number
        self.role = role
        self.title = title
        maxOutputTokens = tokens
        instructions = String(file[tail.upperBound..<opening.lowerBound]).trimmed
        self.schema = schema
        let digest = SHA256.hexDigest(of: Array((preface + "\u{0}" + file).utf8))
        version = "\(id)@\(number).\(digest.prefix(8))"
    }

    private static func fields(_ head: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        for line in head.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...]).trimmed
        }
        return fields
    }
}

package struct PromptFormatError: Error, Equatable {
    package var reason: String
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
