package import MemoryModel

/// The days of one agent, task after task: the same for the same seed, and the same from the beginning however many tasks
/// are asked for.
package struct LifePlan: Sequence, IteratorProtocol, Sendable {
    private var random: LifeRandom
    private let families: Int
    private let count: Int
    private var number = 0
    private var time: Timestamp
    /// Each kind of task comes once before any comes again, in a new order each time.
    private var bag: [Int] = []
    /// When the wish that is taken back later was said.
    private var wishedAt: Int?

    /// 2026-02-02T08:00:00Z.
    package static let start: Timestamp = 1_770_019_200_000

    /// - Parameter families: how many of the kinds of task there are, in 1…12.
    package init(seed: UInt64, episodes: Int, families: Int) {
        random = LifeRandom(seed: seed)
        self.families = Swift.max(1, Swift.min(families, Families.all.count))
        count = episodes
        time = Self.start
    }

    package mutating func next() -> EpisodePlan? {
        guard number < count else { return nil }
        defer { number += 1 }
        time += Timestamp(random.number(12...380)) * 60_000
        let isErrand = random.chance(Self.errandShare)
        let family = isErrand ? nil : nextFamily()
        let place = place(for: family.map { Families.all[$0] })
        var values = drawnValues().merging(place.values) { $1 }
        values["workspace"] = place.workspace
        if let family { values.merge(caseValues(Families.all[family], values)) { $1 } }
        let errand = random.index(Distractors.all.count)
        let (words, answer) =
            family.map { (random.pick(Families.all[$0].guises), random.pick(Families.all[$0].answers)) }
            ?? (Distractors.all[errand].words, Distractors.all[errand].answer)
        return EpisodePlan(
            number: number, at: time, place: place, task: family.map { .family($0) } ?? .errand(errand), values: values,
            words: words.filled(values), makesMistake: random.chance(Self.mistakeShare), attempts: random.index(3),
            isLucky: random.chance(Self.luckShare),
            breakage: random.chance(Self.breakageShare) ? random.index(Wording.breakages.count) : nil,
            looks: random.index(4), noise: drawnNoise(), reaction: drawnReaction(), wish: drawnWish(),
            pace: Int64(random.number(2_000...40_000)), answer: answer.filled(values)
        )
    }

    private mutating func nextFamily() -> Int {
        if bag.isEmpty { bag = Array(0..<families).shuffled(using: &random) }
        return bag.removeLast()
    }

    private mutating func place(for family: Family?) -> Place {
        let names = family?.places ?? Places.all.map(\.name)
        let name = random.pick(names)
        return Places.all.first { $0.name == name } ?? Places.all[0]
    }

    private mutating func caseValues(_ family: Family, _ values: [String: String]) -> [String: String] {
        random.pick(family.cases).mapValues { $0.filled(values) }
    }

    private mutating func drawnValues() -> [String: String] {
        let minor = random.number(1...30)
        return [
            "version": "\(random.number(1...4)).\(minor).\(random.index(10))", "oldVersion": "1.\(minor - 1).0",
            "pid": "\(random.number(1200...9800))", "small": "\(random.number(2...8))", "revision": hexadecimal(12),
            "oldRevision": hexadecimal(12), "branch": random.pick(Self.branches) + "-\(random.number(10...99))",
            "topic": random.pick(Distractors.topics),
        ]
    }

    private mutating func hexadecimal(_ count: Int) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<count).map { _ in random.pick(digits) })
    }

    private mutating func drawnNoise() -> [Int: Int] {
        var noise: [Int: Int] = [:]
        for position in 0..<6 {
            let (isNoisy, which) = (random.chance(Self.noiseShare), random.index(Wording.noise.count))
            if isNoisy { noise[position] = which }
        }
        return noise
    }

    private mutating func drawnReaction() -> EpisodePlan.Reaction {
        let (kind, wording) = (random.index(20), random.index(1 << 20))
        switch kind {
        case 0..<8: return .words(wording)
        case 8..<11: return .button
        case 11..<13: return .buttonWithWords(wording)
        default: return .silence
        }
    }

    /// A mind is changed some weeks after it was told.
    private mutating func drawnWish() -> EpisodePlan.Wish? {
        let (speaks, index, wording) = (random.chance(Self.wishShare), random.index(12), random.index(1 << 20))
        guard speaks else { return nil }
        if let wishedAt, number >= wishedAt + Self.steadfastness, index < 6 {
            return EpisodePlan.Wish(index: 0, wording: wording, isReversal: true)
        }
        let wish = index % Wording.preferences.count
        if wish == 0 {
            guard wishedAt == nil else { return nil }
            wishedAt = number
        }
        return EpisodePlan.Wish(index: wish, wording: wording, isReversal: false)
    }

    /// Tasks between a wish and its end.
    private static let steadfastness = 30
    private static let branches = ["feature/retry", "fix/rounding", "feature/import", "chore/deps", "fix/login"]
    private static let errandShare = 0.3
    private static let mistakeShare = 0.85
    private static let luckShare = 0.04
    private static let breakageShare = 0.1
    private static let noiseShare = 0.18
    private static let wishShare = 0.06
}
