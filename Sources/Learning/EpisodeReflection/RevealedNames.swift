import MemoryModel
import StepReading

/// Which later steps used names that a step's output was the first to show: paths, identifiers, packages.
struct RevealedNames {
    struct Use: Sendable {
        let name: String
        let user: Int
    }

    /// For each step the first use of what it revealed by a step that was of use itself; `nil` for none.
    private(set) var uses: [Use?]

    private let steps: [TakenStep]
    /// Where a name was first seen; -1 for names that were said or used before any output showed them.
    private var first: [UInt64: Int] = [:]
    /// Plain words that a failure showed: a missing module is often called by one.
    private var plain: [UInt64: Int] = [:]
    private var edges: [[Use]]
    private var sources: [[Int]]

    /// Earlier steps that one step is linked with.
    private static let mostLinks = 16

    init(steps: [TakenStep], turns: [Turn]) {
        self.steps = steps
        uses = Array(repeating: nil, count: steps.count)
        edges = Array(repeating: [], count: steps.count)
        sources = edges.map { _ in [] }
        var said: [TurnID: String] = [:]
        for turn in turns where said[turn.id] == nil { said[turn.id] = turn.userText }
        for index in steps.indices {
            if let words = said.removeValue(forKey: steps[index].trace.turnID) { hear(words) }
            link(index)
            if let output = steps[index].trace.call?.output { show(output, at: index) }
        }
        settle()
    }

    private mutating func hear(_ words: String) {
        NameScanner.scan(words) { name in
            if first[name.hash] == nil { first[name.hash] = -1 }
            if plain[name.hash] == nil { plain[name.hash] = -1 }
        }
    }

    private mutating func show(_ output: String, at index: Int) {
        let hasFailed = steps[index].hasFailed
        NameScanner.scan(output) { name in
            if name.isTelling {
                if first[name.hash] == nil { first[name.hash] = index }
            } else if hasFailed, plain[name.hash] == nil {
                plain[name.hash] = index
            }
        }
    }

    private mutating func link(_ index: Int) {
        let step = steps[index]
        if let run = step.run {
            use(run.input, at: index)
            // A plain word in a command may mean anything but as the thing it is run on.
            for target in run.targets.sorted() { usePlain(target, at: index) }
        } else {
            use(step.trace.agentText, at: index)
        }
    }

    private mutating func use(_ text: String, at index: Int) {
        var links: [(Int, String)] = []
        NameScanner.scan(text) { name in
            guard name.isTelling else { return }
            if let source = first[name.hash] {
                if source >= 0, links.count < Self.mostLinks, !links.contains(where: { $0.0 == source }) {
                    links.append((source, name.text))
                }
            } else {
                first[name.hash] = -1
            }
        }
        for (source, name) in links { link(source, to: index, name) }
    }

    private mutating func usePlain(_ target: String, at index: Int) {
        var links: [(Int, String)] = []
        NameScanner.scan(target) { name in
            guard !name.isTelling else { return }
            if let source = plain[name.hash] {
                if source >= 0 { links.append((source, name.text)) }
            } else {
                plain[name.hash] = -1
            }
        }
        for (source, name) in links { link(source, to: index, name) }
    }

    private mutating func link(_ source: Int, to index: Int, _ name: String) {
        guard sources[index].count < Self.mostLinks, !sources[index].contains(source) else { return }
        sources[index].append(source)
        edges[source].append(Use(name: name, user: index))
    }

    /// From the end, so that a look counts as a user only when it was used itself.
    private mutating func settle() {
        for index in steps.indices.reversed() {
            uses[index] = edges[index].first { use in
                let user = steps[use.user]
                return !user.hasFailed && (!user.isLook || uses[use.user] != nil)
            }
        }
    }
}
