import MemoryModel
import StepReading
import TextAnalysis

/// The name of a skill, which names its folder too: what is done, to what, with what program; `a–z`, digits and single
/// hyphens.
enum SkillName {
    static let longest = 64

    /// - Parameters:
    ///   - hash: of the policy, for a policy that has no Latin word.
    ///   - taken: names of other skills.
    static func of(_ form: ProcedureForm, title: String, hash: String, taken: Set<String>) -> String {
        var name = slug(words(of: form) ?? title)
        if name.utf8.count < 4 { name = slug(title) }
        if name.utf8.count < 4 { name = "learned-skill-\(hash.prefix(6))" }
        return unique(name, taken: taken)
    }

    static func unique(_ name: String, taken: Set<String>) -> String {
        guard taken.contains(name) else { return name }
        var number = 2
        while true {
            let ending = "-\(number)"
            let candidate = trimmed(name.prefix(longest - ending.count)) + ending
            if !taken.contains(candidate) { return candidate }
            number += 1
        }
    }

    /// Lower case and hyphens, cut at a word.
    static func slug(_ text: String) -> String {
        var words: [String] = []
        var length = 0
        for word in text.lowercased().split(whereSeparator: { !isPlain($0) }).prefix(12) {
            guard length + word.count + 1 <= longest else { break }
            // What an article or a pronoun adds is length.
            if fillers.contains(String(word)) { continue }
            words.append(String(word))
            length += word.count + 1
        }
        while let last = words.last, words.count > 1, danglers.contains(last) { words.removeLast() }
        return words.joined(separator: "-")
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func trimmed(_ name: Substring) -> String {
        var name = name
        while name.last == "-" { name.removeLast() }
        return String(name)
    }

    private static func words(of form: ProcedureForm) -> String? {
        let with = form.stem.first
        if form.isRepair, let fault = form.fault, fault != .other {
            let object = with ?? form.action.map(noun)
            return ([verb(of: form, against: fault)] + (object.map { ["for", $0] } ?? [])).joined(separator: " ")
        }
        guard let action = form.action, action != .other, action != .run else {
            return commonWords(of: form.goals).map {
                ([$0] + (with.map { ["with", $0] } ?? [])).joined(separator: " ")
            }
        }
        let common = commonWords(of: form.goals) ?? (form.stem.isEmpty ? nil : action.phrase)
        return common.map { ([$0] + (with.map { ["with", $0] } ?? [])).joined(separator: " ") }
    }

    /// What the steps do against a fault: a thing that is missing is installed where they install, else mended.
    private static func verb(of form: ProcedureForm, against fault: FaultFamily) -> String {
        let actions = Set(form.steps.compactMap(\.action))
        let installs = actions.contains(.installSystemPackage) || actions.contains(.installPackage)
        return switch fault {
        case .missingLibrary: installs ? "install missing system library" : "resolve missing system library"
        case .missingModule: installs ? "install missing module" : "resolve missing module"
        case .missingCommand: installs ? "install missing command" : "resolve missing command"
        case .missingFile: "resolve missing file"
        case .identifierMismatch: "align identifiers"
        case .versionConflict: "resolve version conflict"
        case .permission: "resolve denied permission"
        case .authentication: "resolve failed authentication"
        case .portInUse: "free port in use"
        case .network: "resolve network failure"
        case .timeout: "resolve timeout"
        case .syntax: "fix syntax error"
        case .type: "fix type error"
        case .testFailure: "fix failing tests"
        case .memory: "resolve exhausted memory"
        case .disk: "resolve full disk"
        case .lock: "release lock"
        case .encoding: "fix encoding"
        case .configuration: "fix configuration"
        case .usage: "fix usage"
        case .other: "fix"
        }
    }

    private static func noun(_ action: ActionKind) -> String {
        switch action {
        case .installPackage, .installSystemPackage: "package installation"
        case .test: "tests"
        case .run: "program run"
        case .migrate: "database migration"
        case .publish: "publishing"
        case .deploy: "deployment"
        default: action.phrase
        }
    }

    /// Up to four words that at least half of the openings have, as the first of them writes them and in its order.
    private static func commonWords(of openings: [String]) -> String? {
        guard let first = openings.first else { return nil }
        let others = openings.map(Content.terms)
        let bytes = Array(first.utf8)
        var words: [String] = []
        var seen: Set<String> = []
        for term in Terms.queryTerms(in: first) where !term.isStopword && term.kind == .word {
            let count = others.count { $0.contains(term.text) }
            guard count * 2 >= openings.count, count > 1 || openings.count == 1 else { continue }
            let word = String(decoding: bytes[term.range], as: UTF8.self)
            if word.utf8.allSatisfy({ $0 < 0x80 }), seen.insert(word.lowercased()).inserted { words.append(word) }
            if words.count == 4 { break }
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static let fillers: Set<String> = ["a", "an", "the", "is", "it", "its", "that", "which", "then", "first"]
    private static let danglers: Set<String> = ["for", "with", "in", "on", "of", "to", "and", "or", "by", "before"]
}
