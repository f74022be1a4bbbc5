import MemoryModel

/// Judges one sentence on one project by what it names.
struct FactJudge {
    enum Verdict: String { case right = "+", wrong = "-", unjudged = "?" }

    let truth: WorldTruth

    func verdict(on entry: WorldModel.Entry) -> Verdict {
        let text = entry.label + " " + entry.description
        let lower = text.lowercased()
        if let verdict = declared(entry.label.lowercased(), lower) { return verdict }
        let named = text.spans.map(\.text)
        var words = named.isEmpty ? WorldTruth.words(text) : named
        if named.isEmpty, !entry.label.contains(" ") { words.append(entry.label) }
        var verdicts: [Verdict] = []
        for word in words {
            if ToldStep.isPath(word) {
                verdicts.append(path(word, in: lower))
            } else if !named.isEmpty, let verdict = command(word, in: lower) {
                verdicts.append(verdict)
            }
        }
        if lower.contains("port"), let port = Self.port(in: text) {
            verdicts.append(port == truth.place.layout.port || [80, 443].contains(port) ? .right : .wrong)
        }
        for system in ["alpine", "debian", "macos", "ubuntu"] where lower.contains(system) {
            verdicts.append(truth.place.layout.system.lowercased().contains(system) ? .right : .wrong)
        }
        if verdicts.contains(.wrong) { return .wrong }
        if verdicts.contains(.right) { return .right }
        // Words of a tool, quoted.
        let isPrinted = named.contains { $0.count >= 8 && truth.printed.contains($0.lowercased()) }
        return isPrinted ? .right : .unjudged
    }

    /// Sentences of known forms, which name neither a path nor a command that could be looked up.
    private func declared(_ label: String, _ text: String) -> Verdict? {
        let said = Set(
            text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "+" || $0 == "#") }.map(String.init))
        /// All that is named of a kind must be so.
        func names(_ kind: Set<String>, only right: Set<String>) -> Verdict? {
            let named = said.intersection(kind)
            return named.isEmpty ? nil : named.isSubset(of: right) ? .right : .wrong
        }
        if text.contains("is not installed") {
            return text.spans.last.map { truth.missing.contains($0.text) ? .right : .wrong }
        }
        if text.contains("not allowed") || text.contains("不允许") {
            func isSaid(_ wish: String) -> Bool { WorldTruth.words(wish).allSatisfy { said.contains($0) } }
            if truth.avoided.contains(where: isSaid) { return .right }
            return truth.wished.contains(where: isSaid) ? .wrong : nil
        }
        let layout = truth.place.layout
        for (form, right) in [
            ("starts the program", truth.starts), ("runs the tests", Set(ToldStep.stems(of: layout.test))),
            ("builds the project", Set(ToldStep.stems(of: layout.build))),
        ] where text.contains(form) {
            return text.spans.first.map {
                ToldStep.stems(of: $0.text).contains(where: right.contains) ? .right : .wrong
            }
        }
        switch label {
        case "language": return names(Self.languages, only: truth.languages)
        case "system packages": return names(Self.systemManagers, only: truth.systemManagers)
        case "package manager for javascript": return names(Self.scriptManagers, only: truth.scriptManagers)
        case _ where label.hasPrefix("test framework"):
            let framework = WorldTruth.words(text).last?.trimming(".") ?? ""
            return truth.tests(with: framework) ? .right : .wrong
        default: return nil
        }
    }

    /// A path must be there; one that is said to hold tests, sources or settings must be where they are.
    private func path(_ word: String, in text: String) -> Verdict {
        guard truth.has(path: word) else {
            return truth.printed.contains(word.lowercased()) && Self.tellsOfFault(text) ? .right : .wrong
        }
        let path = WorldTruth.plain(word)
        let layout = truth.place.layout
        func isAbout(_ folder: String) -> Bool {
            let folder = WorldTruth.plain(folder)
            return path == folder || path.hasPrefix(folder + "/") || folder.hasPrefix(path + "/")
        }
        if text.contains("tests are") || text.contains("test files") || text.hasPrefix("tests") {
            return isAbout(layout.tests) || path.contains("test") ? .right : .wrong
        }
        if text.contains("sources are") || text.contains("source code") || text.hasPrefix("source") {
            return isAbout(layout.source) ? .right : .wrong
        }
        return .right
    }

    /// What is said to fail has failed here, anything else has passed; `nil` when it is no command of this life.
    private func command(_ word: String, in text: String) -> Verdict? {
        let stems = ToldStep.stems(of: word)
        guard let stem = stems.last, !stem.isEmpty else { return nil }
        let (passed, failed) = (truth.passed.contains(stem), truth.failed.contains(stem))
        guard passed || failed else { return word.contains(" ") && StepMatcher.isProgram(stem[0]) ? .wrong : nil }
        return Self.tellsOfFault(text) ? (failed ? .right : .wrong) : (passed ? .right : .wrong)
    }

    private static let languages: Set<String> = [
        "python", "go", "typescript", "javascript", "rust", "ruby", "java", "swift", "kotlin", "php", "c",
    ]
    private static let systemManagers: Set<String> = [
        "apt-get", "apt", "apk", "brew", "yum", "dnf", "pacman", "zypper",
    ]
    private static let scriptManagers: Set<String> = ["npm", "pnpm", "yarn", "bun"]

    private static func tellsOfFault(_ text: String) -> Bool {
        [
            "fail", "not found", "does not", "refus", "reject", "error", "cannot", "missing", "in use", "not there",
            "without",
        ]
        .contains { text.contains($0) }
    }

    /// The first number of four or five digits, or one after the word.
    private static func port(in text: String) -> Int? {
        text.split { !$0.isNumber }.compactMap { Int($0) }.first { (80...65_535).contains($0) }
    }
}
