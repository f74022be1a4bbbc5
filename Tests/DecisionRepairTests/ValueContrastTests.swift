import DecisionRepair
import MemoryModel
import Testing

@Suite struct ValueContrastTests {
    private let repair = DecisionRepair()

    private func steps(_ command: String, _ values: [Double]) -> [Trace] {
        var steps = Steps()
        for value in values { steps.passing(command, "ok", value: value) }
        return steps.traces
    }

    @Test("of two ways the one that was worth more is preferred, whatever they were given as")
    func contrast() throws {
        let good = steps("pnpm install", [0.6, 0.4])
        let bad = steps("npm install", [-0.2, 0, -0.4])
        let draft = try #require(repair.contrast(preferred: good, avoided: bad))
        #expect(
            draft.text
                == "`pnpm install` went well here twice, `npm install` went badly 3 times: prefer `pnpm install`.")
        #expect(draft.guidance.preference.first?.text == "`pnpm install`")
        #expect(draft.guidance.antiPattern.first?.text == "`npm install`")
        #expect(repair.contrast(preferred: bad, avoided: good)?.guidance == draft.guidance)
    }

    @Test("too little difference, too few steps, one way on both sides or ways of different work say nothing")
    func silence() {
        let good = steps("pnpm install", [0.6, 0.4])
        #expect(repair.contrast(preferred: good, avoided: steps("npm install", [0.1, 0.1])) == nil)
        #expect(repair.contrast(preferred: good, avoided: steps("npm install", [-1])) == nil)
        #expect(repair.contrast(preferred: good, avoided: steps("pnpm install", [-1, -1])) == nil)
        #expect(repair.contrast(preferred: good, avoided: steps("git push", [-1, -1])) == nil)
        #expect(repair.contrast(preferred: good, avoided: steps("npm install", [-1, .nan])) == nil)
        #expect(repair.contrast(preferred: [], avoided: []) == nil)
    }

    @Test("a difference of one half is enough")
    func threshold() {
        let bad = steps("npm install", [0, 0])
        #expect(repair.contrast(preferred: steps("pnpm install", [0.5, 0.5]), avoided: bad) != nil)
        #expect(repair.contrast(preferred: steps("pnpm install", [0.5, 0.49]), avoided: bad) == nil)
    }
}
