import MemoryModel
import StepReading

/// Reads one task's steps in their order and notes what they showed of the place they were taken in.
struct FactMining {
    let place: String
    let paths: PlacePath
    private(set) var facts: [ObservedFact] = []
    private var known: [String: Int] = [:]
    private var seen: Set<String> = []
    private var denials: [String: Int] = [:]
    /// Relative to the root; `nil` after a step has gone to where relative paths cannot be followed.
    var folder: String? = ""
    var behaviour = BehaviourReading()

    /// Of one value, so that a thousand steps that say the same make no thousand rows.
    static let mostOfOneValue = 5
    /// Of one task.
    static let mostOfAll = 400

    init(place: String, root: String?) {
        self.place = place
        paths = PlacePath(root: root)
    }

    mutating func read(_ record: EpisodeRecord) {
        let turns = record.turns.sorted { ($0.startedAt, $0.id.rawValue) < ($1.startedAt, $1.id.rawValue) }
        var rank: [TurnID: Int] = [:]
        for (index, turn) in turns.enumerated() { rank[turn.id] = index }
        let steps = record.steps.sorted {
            let (first, second) = (rank[$0.turnID] ?? turns.count, rank[$1.turnID] ?? turns.count)
            return first != second
                ? first < second : ($0.step, $0.at, $0.id.rawValue) < ($1.step, $1.at, $1.id.rawValue)
        }
        var isTold: Set<TurnID> = []
        for trace in steps {
            if isTold.insert(trace.turnID).inserted, let index = rank[trace.turnID] {
                readTaboos(in: turns[index].userText, at: trace)
            }
            if let step = SeenStep(trace) { read(step) }
        }
    }

    private mutating func read(_ step: SeenStep) {
        if step.run.isShell {
            readCommands(of: step, step.run)
        } else {
            readPath(of: step, step.run)
        }
    }

    /// Notes a fact.
    ///
    /// - Parameter source: what it was seen in; the same seen in the same source again is no further evidence.
    mutating func note(_ key: FactKey, _ value: String, in trace: Trace, source: String? = nil) {
        note(key.text, value, kind: key.topic.kind, in: trace, source: source)
    }

    mutating func noteMissing(_ path: String, in trace: Trace) {
        guard !path.isEmpty else { return }
        note(FactKey.missingPath, path, kind: .environment, in: trace, source: nil)
    }

    private mutating func note(
        _ key: String, _ value: String, kind: ObservedFact.Kind, in trace: Trace, source: String?
    ) {
        let id = key + "\u{0}" + value
        let fact = ObservedFact(
            place: place, kind: kind, key: key, value: value, traceID: trace.id, episodeID: trace.episodeID,
            at: trace.at)
        // Of denials only the last one says something: what came before it no longer holds.
        if let earlier = denials[id] {
            facts[earlier] = fact
            return
        }
        guard facts.count < Self.mostOfAll, known[id, default: 0] < Self.mostOfOneValue,
            seen.insert(id + "\u{0}" + (source ?? trace.id.rawValue)).inserted
        else { return }
        known[id, default: 0] += 1
        if key.hasPrefix(FactKey.denial) { denials[id] = facts.count }
        facts.append(fact)
    }
}

extension FactMining {
    /// A path that a step found, or made.
    mutating func notePath(_ path: String, in trace: Trace) {
        for (topic, value) in PlacePath.layout(of: path) {
            note(FactKey(topic), value, in: trace, source: path)
        }
        noteLock(path, in: trace)
    }

    private mutating func noteLock(_ path: String, in trace: Trace) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard let lock = LayoutWords.locks[name], path == name else { return }
        note(FactKey(.packageManager, lock.ecosystem), lock.manager, in: trace)
    }

    /// A tool that reads, writes or lists files.
    private mutating func readPath(of step: SeenStep, _ run: ToolRun) {
        let trace = step.trace
        let name = run.tool.lowercased()
        let isListing = ["glob", "list", "ls"].contains { name == $0 || name.hasPrefix($0 + "_") }
        guard isListing || step.action == .readFile || step.action == .editFile else { return }
        let subject = run.subject
        guard !subject.contains(where: { $0.isNewline || $0 == "*" }), let path = paths.relative(subject) else {
            // A pattern such as `**/*.py` names no file; what it found does.
            if isListing, step.hasPassed { noteListing(trace, in: "") }
            return
        }
        if step.hasPassed {
            if isListing {
                noteListing(trace, in: path)
            } else {
                notePath(path, in: trace)
                if step.action == .readFile { readContent(of: path, in: trace) }
                behaviour.edited(path, by: step)
            }
        } else if step.missesFile, !isListing {
            noteMissing(path, in: trace)
        }
    }

    /// Names that a listing shows: one a line, and nothing else in it.
    ///
    /// - Parameter folder: what was listed, relative to the root.
    mutating func noteListing(_ trace: Trace, in folder: String) {
        for line in (trace.call?.output ?? "").split(whereSeparator: \.isNewline).prefix(200) {
            var name = line.drop { $0 == " " }
            var isFolder = name.hasSuffix("/")
            if isMode(name) {
                isFolder = name.hasPrefix("d")
                let columns = name.split(separator: " ")
                guard columns.count == 9 else { continue }
                name = columns[8]
            }
            guard !name.contains(" "), name != ".", name != "..", let path = paths.relative(String(name), in: folder),
                !path.isEmpty
            else { continue }
            // Without a mark, a name from the list of folders' names that has no type is one.
            let isBareFolder =
                !path.contains("/") && PlacePath.fileType(path).isEmpty && LayoutWords.foldersByName.contains(path)
            notePath(isFolder || isBareFolder ? path + "/" : path, in: trace)
        }
    }

    /// `drwxr-xr-x`, as `ls -l` begins its lines.
    private func isMode(_ line: Substring) -> Bool {
        line.prefix(10).count == 10 && (line.hasPrefix("d") || line.hasPrefix("-"))
            && line.prefix(10).dropFirst().allSatisfy { "rwxst-".contains($0) }
    }
}
