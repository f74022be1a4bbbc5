import MemoryModel
import QuestionReading
import Testing

@Suite struct TimeMatchTests {
    private static let dayLength: Int64 = 86_400_000

    private static func range(_ start: Int64, _ end: Int64, isVague: Bool = false) -> TimeRange {
        TimeRange(start: start * dayLength, end: end * dayLength, text: "", isVague: isVague)
    }

    private let month = range(100, 130)

    @Test("Inside scores one, far outside nearly nothing, a near miss between")
    func distance() {
        let inside = TimeMatch.score(question: [month], rowTime: 110 * Self.dayLength, events: [])
        let near = TimeMatch.score(question: [month], rowTime: 132 * Self.dayLength, events: [])
        let far = TimeMatch.score(question: [month], rowTime: 400 * Self.dayLength, events: [])
        #expect(inside == 1)
        #expect(near > 0.3 && near < 0.5)
        #expect(far < 0.001)
    }

    @Test("An event counts where the row's own time does not")
    func event() {
        let score = TimeMatch.score(
            question: [month], rowTime: 140 * Self.dayLength, events: [Self.range(125, 126)])
        #expect(score == 1)
    }

    @Test("A row of that time that tells of another counts less")
    func elsewhere() {
        let score = TimeMatch.score(question: [month], rowTime: 110 * Self.dayLength, events: [Self.range(300, 301)])
        #expect(score < 1 && score > 0.5)
    }

    @Test("A wide event, and what is vague, count less")
    func wide() {
        let exact = TimeMatch.score(question: [month], rowTime: nil, events: [Self.range(100, 130)])
        let wide = TimeMatch.score(question: [month], rowTime: nil, events: [Self.range(0, 365)])
        let vague = TimeMatch.score(question: [month], rowTime: nil, events: [Self.range(100, 130, isVague: true)])
        let vagueQuestion = TimeMatch.score(
            question: [Self.range(100, 130, isVague: true)], rowTime: 110 * Self.dayLength, events: [])
        #expect(exact == 1)
        #expect(wide < 0.6 && wide > 0.3)
        #expect(vague == 0.5)
        #expect(vagueQuestion == 0.5)
    }

    @Test("A question of no time matches none")
    func none() {
        #expect(TimeMatch.score(question: [], rowTime: 0, events: [month]) == 0)
        #expect(TimeMatch.score(question: [month], rowTime: nil, events: []) == 0)
    }

    @Test("Open ends are no trouble")
    func open() {
        let before = TimeRange(start: Timestamps.range.lowerBound, end: 0, text: "before")
        #expect(TimeMatch.score(question: [before], rowTime: -1, events: []) == 1)
        #expect(TimeMatch.score(question: [before], rowTime: .max, events: []) >= 0)
        #expect(TimeQuestion.asks("When was it?"))
        #expect(!TimeQuestion.asks("Where was it?"))
    }
}
