package import Prompting
import TextAnalysis

/// What a model may say of one thing: no command, path, version or address that trusted evidence does not hold, no secret,
/// nothing that would steer whoever reads it, in a script that the evidence is written in.
///
/// Trusted are the words of people, the commands that agents ran, and what the rules made of both. The output of tools is
/// not: a model that repeats what an output orders is refused here.
package struct DraftScreen: Sendable {
    /// How a piece of code in backticks may stand in a sentence.
    package enum Manner: Sendable {
        /// Named: any part of what is trusted.
        case named
        /// To be run: what begins as a trusted command must be one, whole.
        case run
    }

    private let commands: CommandSet
    private let trusted: TrustedText
    private let parameters: Set<String>

    /// - Parameters:
    ///   - commands: as run, or as rules wrote them with `<name>` for a parameter.
    ///   - words: sentences and names.
    ///   - parameters: names that may stand in angle brackets.
    package init(commands: [String], words: [String], parameters: Set<String> = []) {
        self.commands = CommandSet(commands)
        self.parameters = parameters
        trusted = TrustedText(commands + words)
    }

    /// Whether each command of a line is a trusted one, word by word.
    package func holds(command: String) -> Bool { commands.holds(command) }

    /// - Parameters:
    ///   - limit: characters; a longer sentence is refused.
    ///   - share: of its words that the evidence must have, in [0, 1].
    /// - Returns: the sentence on one line.
    /// - Throws: why it is refused.
    package func sentence(
        _ text: String, limit: Int, _ manner: Manner = .named, sharing share: Double = Self.paraphrase
    ) throws(DraftError) -> String {
        let line = try plain(text, limit: limit)
        let parts = line.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        guard parts.count % 2 == 1 else { throw DraftError(.malformed) }
        for (place, part) in parts.enumerated() {
            if place % 2 == 1 { try check(code: part, manner) } else { try check(prose: part) }
        }
        guard
            trusted.isAbout(
                parts.enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " "), share: share)
        else { throw DraftError(.unsupported) }
        return line
    }

    /// A few words by which somebody might ask, in English, in Chinese or as the evidence is written. They may be other
    /// words than those of the evidence, but no other names.
    ///
    /// - Returns: `nil` for one that is no use.
    /// - Throws: `unsafe`.
    package func phrase(_ text: String) throws(DraftError) -> String? {
        let line: String
        do throws(DraftError) {
            line = try plain(text, limit: Self.longestPhrase, besides: [.han])
            try check(prose: line)
        } catch {
            if error.reason == .unsafe { throw error }
            return nil
        }
        return line.contains("`") || !TrustedText.saysSomething(line) ? nil : line
    }

    // MARK: Parts

    private func plain(
        _ text: String, limit: Int, besides scripts: Set<Script> = []
    ) throws(DraftError) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count <= limit else { throw DraftError(.malformed) }
        guard SteeringScreen.passes(withoutCommands(line)) else { throw DraftError(.unsafe) }
        guard Script.all(of: line).isSubset(of: trusted.scripts.union(scripts)) else {
            throw DraftError(.unsupported)
        }
        return line
    }

    private func check(code: String, _ manner: Manner) throws(DraftError) {
        guard !code.isEmpty else { throw DraftError(.malformed) }
        if commands.holds(code) { return }
        let isOrder = manner == .run && commands.begins(code)
        let named = withoutParameters(code)
        guard !isOrder, named.isEmpty || trusted.holds(named) else { throw DraftError(.unsupported) }
    }

    /// Names that can mean one thing only must be known, and so must deeds that can do harm.
    private func check(prose: String) throws(DraftError) {
        for word in withoutParameters(prose).split(separator: " ") {
            let name = SharpWords.bare(word)
            if SharpWords.contains(name), !trusted.holds(name) { throw DraftError(.unsupported) }
        }
        guard SharpWords.deeds(in: prose).allSatisfy(trusted.knows) else { throw DraftError(.unsupported) }
    }

    /// What agents have run may look like harm, as `rm -rf build` does; it is judged where it is looked up.
    private func withoutCommands(_ line: String) -> String {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        return parts.enumerated().filter { $0.offset % 2 == 0 || !commands.holds($0.element) }.map(\.element)
            .joined(separator: "`")
    }

    private func withoutParameters(_ text: String) -> String {
        var text = text
        for parameter in parameters { text = text.replacing("<\(parameter)>", with: " ") }
        return text.split(separator: " ").joined(separator: " ")
    }

    private static let longestPhrase = 80
    /// A paraphrase keeps about half of the words; a sentence of another matter keeps none.
    package static let paraphrase = 0.3
}
