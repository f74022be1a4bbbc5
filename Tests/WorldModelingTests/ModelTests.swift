import JSONText
import MemoryModel
import Testing
import WorldModeling

@Suite("One model a place")
struct ModelTests {
    private func explored() -> KnownPlace {
        var place = KnownPlace()
        for name in ["a", "b", "c"] {
            place.task(
                says: "Never push to main.", .read("/src/api/tests/test_\(name).py"), .edit("/src/api/src/\(name).py"),
                .run("pytest -q", "3 passed"), .run("python --version", "Python 3.12.1"))
        }
        return place
    }

    @Test("The order in which evidence is handed in does not matter")
    func order() {
        let place = explored()
        var evidence = place.evidence
        evidence.present = nil
        let expected = place.modeling.settle(evidence, at: 5)
        #expect(expected != nil)
        var random: UInt64 = 7
        for _ in 0..<20 {
            for index in evidence.facts.indices.dropFirst() {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                evidence.facts.swapAt(index, Int(random >> 33) % (index + 1))
            }
            #expect(place.modeling.settle(evidence, at: 5) == expected)
        }
    }

    @Test("Steps out of order give the same facts")
    func steps() {
        let fixture = RecordFixture()
        let record = fixture.record(
            1, [.fail("npm test", "x: not found"), .run("npm ci"), .run("npm test"), .read("/src/api/tests/a.py")])
        var shuffled = record
        shuffled.steps.reverse()
        let modeling = WorldModeling()
        #expect(modeling.facts(of: record, place: "p") == modeling.facts(of: shuffled, place: "p"))
        #expect(!modeling.facts(of: record, place: "p").isEmpty)
    }

    @Test("Settling twice changes nothing")
    func twice() {
        let place = explored()
        #expect(place.model != nil)
        #expect(place.modeling.settle(place.evidence, at: 99) == nil)
    }

    @Test("Confidence grows with confirmation up to a limit, and then nothing is written")
    func confidence() {
        var place = KnownPlace()
        for number in 0..<30 { place.task(.read("/src/api/tests/test_\(number).py")) }
        #expect((place.model?.confidence ?? 0) <= 0.95)
        #expect((place.model?.version ?? 99) <= 5)
    }

    @Test("What a person wrote stays, and what they took out comes back only with newer evidence")
    func edited() throws {
        var place = explored()
        var model = try #require(place.model)
        model.title = "The API"
        model.body = "Mine."
        model.structure.environment.removeAll { $0.label == "tests" }
        model.structure.inference.append(.init(label: "cache", description: "The cache lives for an hour."))
        model.editedAt = place.fixture.start + 100 * 3_600_000
        place.model = model
        place.settle()
        #expect(place.model == model)
        place.fixture.start += 200 * 3_600_000
        place.task(.read("/src/api/docs/a.md"))
        place.task(.read("/src/api/docs/b.md"))
        #expect(place.says("Documentation is in `docs/`."))
        #expect(place.says("The cache lives for an hour.") && place.says("Sources are in `src/`."))
        #expect(!place.says("Tests are in `tests/`."))
        #expect(place.model?.title == "The API" && place.model?.body == "Mine.")
    }

    @Test("A model that a person archived stays archived")
    func archived() {
        var place = explored()
        place.model?.status = .archived
        place.task(.read("/src/api/docs/a.md"), .read("/src/api/docs/b.md"), .read("/src/api/docs/c.md"))
        #expect(place.model?.status == .archived)
    }

    @Test("Policies lend what they state, and nothing of what they advise")
    func policies() {
        var place = explored()
        place.policies = [
            Policy(
                id: PolicyID("po_1"), owner: place.evidence.owner, status: .active, createdAt: 1,
                title: "Libraries missing for pip",
                trigger: "pip fails", procedure: "Run `apk add`.",
                boundary: "The binary wheel fails on Alpine. Use the source there.",
                guidance: DecisionGuidance(antiPattern: [
                    .init(text: "Don't use the binary wheel."), .init(text: "Binary wheels are not allowed on Alpine."),
                ]))
        ]
        place.settle()
        #expect(place.says("The binary wheel fails on Alpine."), "\(place.sentences)")
        #expect(place.says("Binary wheels are not allowed on Alpine."))
        #expect(!place.sentences.contains { $0.contains("Use the source") || $0.contains("Don't") })
        #expect(place.model?.policyIDs == [PolicyID("po_1")])
        place.policies = []
        place.settle()
        #expect(!place.sentences.contains { $0.contains("wheel") })
        #expect(place.says("Tests are in `tests/`."))
    }
}
