import JSONText
import MemoryModel
import StepReading
import TextAnalysis

/// What is true of one project: how it is laid out, and what the steps of the life showed there.
struct WorldTruth: Sendable {
    let place: Place
    private(set) var paths: Set<String>
    /// By stem.
    private(set) var passed: Set<[String]> = []
    private(set) var failed: Set<[String]> = []
    /// Programs that a shell did not know, other than by a mistake of typing.
    private(set) var missing: Set<String> = []
    /// Of what starts the program, by stem.
    let starts: Set<[String]>
    /// What tools printed, in small letters.
    private(set) var printed = ""
    /// What the user wants to be left, at the end of the life.
    private(set) var avoided: Set<String> = []
    /// What was ever spoken of in a wish.
    private(set) var wished: Set<String> = []

    init(_ place: Place, lived: [LivedEpisode]) {
        self.place = place
        let layout = place.layout
        paths = [layout.tests, layout.source, layout.config, place.manifest.file]
        for text in [place.listing, place.found] { paths.formUnion(Self.words(text).map(Self.plain)) }
        paths = Set(paths.map(Self.plain))
        passed = Set([layout.test, layout.build].flatMap(ToldStep.stems))
        starts = Set(Self.starts(of: place).flatMap(ToldStep.stems))
        var seen: Set<String> = []
        for episode in lived where episode.plan.place.name == place.name {
            for step in episode.played.calls { note(step, &seen) }
        }
        for wish in lived.compactMap(\.plan.wish) { note(wish) }
    }

    private mutating func note(_ step: PlayedCall, _ seen: inout Set<String>) {
        let run = ToolRun(step.call)
        let output = step.call.output ?? ""
        if seen.insert(output).inserted { printed += output.lowercased() + "\n" }
        for command in run.commands {
            if step.hasFailed { failed.insert(command.stem) } else { passed.insert(command.stem) }
            if step.hasFailed, step.origin != .noise, output.contains("\(command.program): not found") {
                missing.insert(command.program)
            }
        }
        guard !step.hasFailed else { return }
        if !run.isShell { paths.insert(Self.plain(run.subject)) }
        for word in Self.words(run.input) + Self.words(output) where ToldStep.isPath(word) {
            paths.insert(Self.plain(word))
        }
    }

    /// Who says it wants it everywhere, until they say otherwise.
    private mutating func note(_ wish: EpisodePlan.Wish) {
        let told = (wish.isReversal ? Wording.reversals : Wording.preferences)[wish.index]
        wished.formUnion([told.prefer, told.avoid])
        avoided.remove(told.prefer)
        avoided.insert(told.avoid)
    }

    private static func starts(of place: Place) -> [String] {
        Families.portInUse.moves(at: place).compactMap { move, action in
            guard move.id == "start", case .shell(let command, _) = action else { return nil }
            return command.filled(place.values)
        }
    }

    /// Whether something is there, or something is below it.
    func has(path: String) -> Bool {
        let path = Self.plain(path)
        guard !path.isEmpty else { return false }
        return paths.contains { $0 == path || $0.hasPrefix(path + "/") || $0.hasSuffix("/" + path) }
    }

    static func plain(_ path: String) -> String {
        var path = path.trimming("`'\"():,;")
        if let colon = path.firstIndex(of: ":") { path = String(path[..<colon]) }
        if path.hasPrefix("./") { path = String(path.dropFirst(2)) }
        if path.hasSuffix("/") { path = String(path.dropLast()) }
        return path
    }

    static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}

/// What its files and its system say of a project, beside where things are.
extension WorldTruth {
    /// In small letters.
    var languages: Set<String> {
        var languages = Set(place.traits).intersection(["python", "go"])
        guard place.traits.contains("node") else { return languages }
        // A compiler that is configured, or files of its type.
        let isTyped = paths.contains { $0.hasSuffix("tsconfig.json") || $0.hasSuffix(".ts") || $0.hasSuffix(".tsx") }
        languages.insert(isTyped ? "typescript" : "javascript")
        return languages
    }

    /// Whether the tests are run with it: the manifest or the command that runs them names it.
    func tests(with framework: String) -> Bool {
        (WorldTruth.words(place.layout.test) + place.manifest.text.split { !$0.isLetter }.map(String.init))
            .contains { $0.lowercased() == framework }
    }

    /// What installs packages of the system.
    var systemManagers: Set<String> {
        switch place.layout.system.lowercased().prefix(while: \.isLetter) {
        case "debian", "ubuntu": ["apt-get", "apt"]
        case "alpine": ["apk"]
        case "macos": ["brew"]
        default: []
        }
    }

    /// By the lock files that lie in the project.
    var scriptManagers: Set<String> {
        let locks = ["pnpm-lock.yaml": "pnpm", "package-lock.json": "npm", "yarn.lock": "yarn", "bun.lockb": "bun"]
        return Set(locks.filter { paths.contains($0.key) }.values)
    }
}
