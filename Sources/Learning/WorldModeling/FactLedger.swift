import MemoryModel

/// What a place's facts come to: which values hold, with their evidence, and which have been contradicted.
struct FactLedger {
    /// One entry to be.
    struct Claim {
        let key: FactKey
        let values: [String]
        let label: String
        let description: String
        /// Traces in the order of time, one of each task first.
        let evidence: [String]
    }

    /// In the order of topics, then of keys.
    private(set) var claims: [Claim] = []
    /// Labels that the facts say something of, whether or not it is enough.
    private(set) var labels: Set<String> = []
    /// Labels of which something no longer holds.
    private(set) var contradicted: Set<String> = []

    private let options: WorldModeling.Options
    /// What a label's entry says at present.
    private let present: [String: String]
    private var lastDenial: [String: Int] = [:]
    private var lastMissing: [String: Int] = [:]
    /// Programs that were seen to work.
    private var working: Set<String> = []

    private struct Sight {
        let index: Int
        let fact: ObservedFact
    }

    /// - Parameters:
    ///   - facts: of one place, in the order of time.
    ///   - present: what the entries say, by label.
    init(_ facts: [ObservedFact], present: [String: String], options: WorldModeling.Options) {
        self.options = options
        self.present = present
        var sights: [String: (key: FactKey, byValue: [String: [Sight]])] = [:]
        for (index, fact) in facts.enumerated() {
            if fact.key == FactKey.missingPath {
                lastMissing[fact.value] = index
            } else if let key = FactKey(fact.key) {
                if key.isDenial {
                    lastDenial[String(fact.key.dropFirst(FactKey.denial.count)) + "\u{0}" + fact.value] = index
                    if key.topic == .missingCommand { working.insert(key.subject) }
                } else if FactLedger.isSound(fact, key) {
                    sights[fact.key, default: (key, [:])].byValue[fact.value, default: []].append(
                        Sight(index: index, fact: fact))
                }
            }
        }
        let order = Dictionary(
            uniqueKeysWithValues: FactTopic.allCases.enumerated().map { ($0.element, $0.offset) })
        let keys = sights.keys.sorted {
            let (first, second) = (sights[$0]?.key.topic, sights[$1]?.key.topic)
            let (a, b) = (first.flatMap { order[$0] } ?? 0, second.flatMap { order[$0] } ?? 0)
            return a == b ? $0 < $1 : a < b
        }
        for key in keys { if let found = sights[key] { settle(found.key, found.byValue) } }
    }

    /// Facts may have been noted by an earlier version with a laxer screen.
    private static func isSound(_ fact: ObservedFact, _ key: FactKey) -> Bool {
        FactScreen.isInsertion(key.subject) && FactScreen.isInsertion(fact.value)
    }

    private mutating func settle(_ key: FactKey, _ byValue: [String: [Sight]]) {
        let label = FactSentence.label(of: key)
        labels.insert(label)
        if key.topic == .missingCommand, Misspelling.isLikely(key.subject, beside: working) { return }
        var standing: [(value: String, sights: [Sight])] = []
        for (value, sights) in byValue.sorted(by: { $0.key < $1.key }) {
            let last = denial(of: key, value)
            let left = sights.filter { $0.index > last }
            if left.count < sights.count { contradicted.insert(label) }
            if !left.isEmpty { standing.append((value, left)) }
        }
        switch key.topic.plurality {
        case .newest: settleNewest(key, label, standing)
        case .together(let most):
            let held = standing.filter { holds(key, label, $0.value, $0.sights) }
            let best = held.sorted {
                (Self.tasks($1.sights), $1.sights.count, $0.value) < (Self.tasks($0.sights), $0.sights.count, $1.value)
            }
            claim(key, label, best.prefix(most).sorted { $0.value < $1.value })
        case .mostUsed:
            let held = standing.filter { holds(key, label, $0.value, $0.sights) }
            let best = held.max {
                (Self.tasks($0.sights), $0.sights.last?.index ?? 0) < (
                    Self.tasks($1.sights), $1.sights.last?.index ?? 0
                )
            }
            claim(key, label, best.map { [$0] } ?? [])
        }
    }

    /// The newest value holds when enough was seen of it since the last time that another one was.
    private mutating func settleNewest(_ key: FactKey, _ label: String, _ values: [(value: String, sights: [Sight])]) {
        // A ban is a ban, however it was said.
        if key.topic == .taboo {
            let sights = values.flatMap(\.sights).sorted { $0.index < $1.index }
            let isStanding = values.contains { $0.value == FactMining.standing }
            if isStanding || holds(key, label, "", sights) { claim(key, label, [("", sights)]) }
            return
        }
        guard let newest = values.max(by: { ($0.sights.last?.index ?? 0) < ($1.sights.last?.index ?? 0) }) else {
            return
        }
        let others = values.filter { $0.value != newest.value }
        let since = others.compactMap { $0.sights.last?.index }.max() ?? -1
        if !others.isEmpty { contradicted.insert(label) }
        let run = newest.sights.filter { $0.index > since }
        if holds(key, label, newest.value, run) { claim(key, label, [(newest.value, run)]) }
    }

    private mutating func claim(_ key: FactKey, _ label: String, _ values: [(value: String, sights: [Sight])]) {
        guard !values.isEmpty else { return }
        let sights = values.flatMap(\.sights).sorted { $0.index < $1.index }
        var tasks: Set<EpisodeID> = []
        var first: [String] = []
        var others: [String] = []
        for sight in sights {
            let id = sight.fact.traceID.rawValue
            if tasks.insert(sight.fact.episodeID).inserted { first.append(id) } else { others.append(id) }
        }
        var seen: Set<String> = []
        let texts = values.map(\.value)
        claims.append(
            Claim(
                key: key, values: texts, label: label, description: FactSentence.text(of: key, values: texts),
                evidence: (first + others).filter { seen.insert($0).inserted }))
    }

    /// Where in the order of facts a value was last seen not to hold; -1 for never.
    private func denial(of key: FactKey, _ value: String) -> Int {
        var last = max(
            lastDenial[key.text + "\u{0}" + value] ?? -1, lastDenial[key.text + "\u{0}"] ?? -1)
        if key.topic.isPath {
            var path = ""
            for part in value.split(separator: "/") {
                path += path.isEmpty ? String(part) : "/" + part
                last = max(last, lastMissing[path] ?? -1)
            }
        }
        return last
    }

    /// Whether enough was seen of a value, or it is what the entry says and nothing speaks against it.
    private func holds(_ key: FactKey, _ label: String, _ value: String, _ sights: [Sight]) -> Bool {
        guard !sights.isEmpty else { return false }
        if let said = present[label] {
            if said == FactSentence.text(of: key, values: [value]) { return true }
            if case .together = key.topic.plurality, said.holds("`\(value)`") { return true }
        }
        let tasks = Self.tasks(sights)
        if tasks >= options.minEpisodes { return true }
        let traces = Set(sights.map(\.fact.traceID)).count
        switch key.topic.measure {
        case .layout: return traces >= options.layoutTraces
        case .declared: return traces >= options.declaredTraces
        case .repeated: return false
        }
    }

    private static func tasks(_ sights: [Sight]) -> Int { Set(sights.map(\.fact.episodeID)).count }
}
