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
    /// What tools printed, in small letters.
    private(set) var printed = ""

    init(_ place: Place, lived: [LivedEpisode]) {
        self.place = place
        let layout = place.layout
        paths = [layout.tests, layout.source, layout.config, place.manifest.file]
        for text in [place.listing, place.found] { paths.formUnion(Self.words(text).map(Self.plain)) }
        paths = Set(paths.map(Self.plain))
        passed = Set([layout.test, layout.build].flatMap(ToldStep.stems))
        var seen: Set<String> = []
        for episode in lived where episode.plan.place.name == place.name {
            for step in episode.played.calls { note(step, &seen) }
        }
    }

    private mutating func note(_ step: PlayedCall, _ seen: inout Set<String>) {
        let run = ToolRun(step.call)
        let output = step.call.output ?? ""
        if seen.insert(output).inserted { printed += output.lowercased() + "\n" }
        for command in run.commands {
            if step.hasFailed { failed.insert(command.stem) } else { passed.insert(command.stem) }
        }
        guard !step.hasFailed else { return }
        if !run.isShell { paths.insert(Self.plain(run.subject)) }
        for word in Self.words(run.input) + Self.words(output) where ToldStep.isPath(word) {
            paths.insert(Self.plain(word))
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
