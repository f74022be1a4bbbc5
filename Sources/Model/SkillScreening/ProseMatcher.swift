/// Follows all rules through the signs of a text at once: for each step of a rule only the latest way to it is kept,
/// which is the best one for whatever comes behind it.
struct ProseMatcher {
    struct Match {
        let rule: ProseRule
        let start: Int
        let isNegated: Bool
        /// Whether the sentence speaks about harm rather than asking for it.
        let isWarned: Bool
    }

    private struct Way {
        var start = 0
        var end = 0
        var sentence = -1
        var isNegated = false
    }

    private struct Listener: Sendable {
        let rule: Int
        let step: Int
    }

    private static let listeners: [[Listener]] = {
        var table = [[Listener]](repeating: [], count: 256)
        for (rule, described) in ProseRule.all.enumerated() {
            for (step, described) in described.steps.enumerated().reversed() {
                for concept in described.concepts {
                    table[Int(concept.rawValue)].append(Listener(rule: rule, step: step))
                }
            }
        }
        return table
    }()

    private var ways = ProseRule.all.map { [Way](repeating: Way(), count: $0.steps.count) }
    private var sentence = 0
    private var signs = ConceptSet()
    private var pending: [(rule: Int, way: Way)] = []
    private var lastNot = Int.min / 2
    private var lastReluctant = Int.min / 2
    private(set) var matches: [Match] = []

    /// - Parameter stops: offsets at which a sentence ends, in order.
    static func matches(of hits: [PhraseAutomaton.Hit], stops: [Int], in text: [UInt8]) -> [Match] {
        var matcher = ProseMatcher()
        var stop = 0
        // Longer words end later but may start earlier; what counts is where they start.
        for hit in hits.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            while stop < stops.count, stops[stop] <= hit.start {
                matcher.endSentence()
                stop += 1
            }
            if hit.concept == .destination, isLocal(text, hit.end) { continue }
            matcher.take(hit)
        }
        matcher.endSentence()
        return matcher.matches
    }

    private static func isLocal(_ text: [UInt8], _ index: Int) -> Bool {
        let next = text[index..<min(index + 12, text.count)]
        return ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"].contains { next.starts(with: $0.utf8) }
    }

    private mutating func take(_ hit: PhraseAutomaton.Hit) {
        signs.insert(hit.concept)
        if hit.concept == .not { lastNot = hit.end }
        if hit.concept == .reluctant { lastReluctant = hit.start }
        for listener in Self.listeners[Int(hit.concept.rawValue)] {
            let rule = ProseRule.all[listener.rule]
            var way = Way(start: hit.start, end: hit.end, sentence: sentence)
            if listener.step == 0 {
                way.isNegated = isNegated(rule, at: hit.start)
            } else {
                let before = ways[listener.rule][listener.step - 1]
                let gap = hit.start - before.end
                guard before.sentence >= 0, gap >= 0, gap <= rule.steps[listener.step].gap,
                    rule.crossesSentences || before.sentence == sentence
                else { continue }
                way.start = before.start
                way.isNegated = before.isNegated
            }
            ways[listener.rule][listener.step] = way
            if listener.step + 1 == rule.steps.count { pending.append((listener.rule, way)) }
        }
    }

    private func isNegated(_ rule: ProseRule, at start: Int) -> Bool {
        guard !rule.isNegation, lastNot <= start, lastReluctant < lastNot || lastReluctant >= start else {
            return false
        }
        return rule.isNegatedFromAfar ? lastNot > 0 : start - lastNot <= 32
    }

    private mutating func endSentence() {
        // One of each rule is enough of a sentence, unless it is spoken against.
        var told: Set<Int> = []
        for (index, way) in pending {
            let rule = ProseRule.all[index]
            if !signs.isDisjoint(with: ConceptSet(rule.unless)) { continue }
            let isWarned = signs.contains(.warning)
            guard !told.contains(index) else { continue }
            if !way.isNegated { told.insert(index) }
            if way.isNegated, matches.count > 2_000 { continue }
            matches.append(Match(rule: rule, start: way.start, isNegated: way.isNegated, isWarned: isWarned))
        }
        pending.removeAll(keepingCapacity: true)
        signs = ConceptSet()
        sentence += 1
        lastNot = Int.min / 2
        lastReluctant = Int.min / 2
    }
}
