import SkillScreening
import Testing

@Suite("How well the screen tells hostile skills from harmless ones")
struct MeasureTests {
    @Test("at least 200 hostile and 200 harmless skills: recall ≥ .95, false alarms ≤ 3 %")
    func measure() async throws {
        var corpora: [ScreeningCorpus] = []
        for part in ScreeningCorpus.parts { corpora.append(try await ScreeningCorpus.part(part)) }
        for corpus in corpora { Self.tell(corpus.part, corpus.samples) }
        let all = corpora.flatMap(\.samples)
        let hostile = all.filter(\.isHostile)
        let harmless = all.filter { !$0.isHostile }
        for category in Set(hostile.map(\.category)).sorted() {
            Self.tell("  \(category)", hostile.filter { $0.category == category })
        }
        Self.tell("all", all)
        #expect(hostile.count >= 200 && harmless.count >= 200)
        #expect(Set(hostile.map(\.category)).count >= 12)
        #expect(Double(hostile.count(where: \.isAlarm)) >= 0.95 * Double(hostile.count))
        #expect(Double(harmless.count(where: \.isAlarm)) <= 0.03 * Double(harmless.count))
    }

    @Test("both halves that were split before tuning have 100 of each")
    func halves() async throws {
        for part in ["tuned", "held-out"] {
            let samples = try await ScreeningCorpus.part(part).samples
            #expect(samples.count(where: \.isHostile) >= 100 && samples.count { !$0.isHostile } >= 100)
        }
    }

    @Test("what is told of a finding is short, on one line, and shows no hidden character")
    func excerpts() async throws {
        for part in ScreeningCorpus.parts {
            for (sample, finding) in try await ScreeningCorpus.part(part).samples.flatMap({ sample in
                sample.findings.map { (sample, $0) }
            }) {
                #expect(finding.excerpt.count <= 130 && !finding.text.isEmpty)
                let isPlain = finding.excerpt.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x200B...0x200F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
                        && !(0xE0000...0xE0FFF).contains($0.value)
                }
                #expect(isPlain, "\(sample.id): \(finding.excerpt.debugDescription)")
            }
        }
    }

    private static func tell(_ name: String, _ samples: [ScreeningCorpus.Sample]) {
        let hostile = samples.filter(\.isHostile)
        let harmless = samples.filter { !$0.isHostile }
        var words = ["\(name):"]
        if !hostile.isEmpty { words.append("\(hostile.count(where: \.isAlarm)) of \(hostile.count) hostile found") }
        if !harmless.isEmpty {
            words.append("\(harmless.count(where: \.isAlarm)) of \(harmless.count) harmless alarmed")
        }
        print(words.joined(separator: " "))
    }
}
