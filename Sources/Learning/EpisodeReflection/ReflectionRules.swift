import MemoryModel
import StepReading

/// Which rule gives a step its α, and what there is to say of it; the first that fits.
struct ReflectionRules {
    private let steps: [TakenStep]
    private let search: MendSearch
    private let uses: [RevealedNames.Use?]
    /// By the step that was no longer failing, by what was changed, and by what had failed.
    private var byEnd: [Int: Mend] = [:]
    private var byChange: [Int: Mend] = [:]
    private var byFailure: [Int: Mend] = [:]
    private var repeats: Set<Int> = []
    /// Where a thing was last changed.
    private var changed: [String: Int] = [:]
    private let sentence: ReflectionSentence

    init(steps: [TakenStep], mends: MendSearch, uses: [RevealedNames.Use?]) {
        self.steps = steps
        search = mends
        self.uses = uses
        sentence = ReflectionSentence(steps: steps)
        for mend in mends.found {
            // A success that ended several failures is told by the last of them.
            if mend.way != .advanced { byEnd[mend.ended] = mend }
            for change in mend.changes { byChange[change] = byChange[change].flatMap(Self.whole) ?? mend }
            byFailure[mend.failed] = mend
        }
        for (first, next) in mends.again where steps[first].signature == steps[next].signature { repeats.insert(next) }
        // What failed again as it had is overcome when its last failure is.
        for first in mends.again.keys.sorted(by: >) where byFailure[first] == nil {
            byFailure[first] = mends.again[first].flatMap { byFailure[$0] }
        }
        for (index, step) in steps.enumerated() where step.isChange {
            if let subject = step.run?.subject, !subject.isEmpty { changed[subject] = index }
        }
    }

    /// A mend that a success is the end of counts more than one that only led to another failure.
    private static func whole(_ mend: Mend) -> Mend? { mend.way == .advanced ? nil : mend }

    func reflections() -> [StepReflection] { steps.indices.map(reflection) }

    private func reflection(_ index: Int) -> StepReflection {
        let step = steps[index]
        guard step.run != nil else { return answer(index) }
        if let mend = byEnd[index] {
            return make(
                index, ReflectionWeight.insight, "turned_failure", sentence.of(mend), [mend.failed] + mend.changes)
        }
        if let mend = byChange[index] {
            return make(index, ReflectionWeight.insight, "fixing_change", sentence.of(mend), [mend.failed, mend.ended])
        }
        if let use = uses[index] {
            return make(index, ReflectionWeight.insight, "revealed", sentence.of(use, by: index), [use.user])
        }
        if step.hasFailed { return failure(index) }
        if step.isLook {
            let isWorkedOn = step.run.flatMap { changed[$0.subject] }.map { $0 > index } ?? false
            return isWorkedOn
                ? make(index, ReflectionWeight.progress, "worked_on", "", [])
                : make(index, ReflectionWeight.waste, "unused_look", "", [])
        }
        return make(index, ReflectionWeight.progress, "progress", "", [])
    }

    private func failure(_ index: Int) -> StepReflection {
        if repeats.contains(index) {
            return make(index, ReflectionWeight.waste, "repeated_failure", sentence.ofFailure(index, isAgain: true), [])
        }
        let step = steps[index]
        let isTelling = !step.signature.isEmpty || step.fault.map { $0 != .other } ?? false
        if let mend = byFailure[index], isTelling {
            return make(
                index, ReflectionWeight.progress, "overcome_failure", sentence.ofFailure(index, endedBy: mend),
                mend.changes + [mend.ended])
        }
        return make(index, ReflectionWeight.waste, "failure", sentence.ofFailure(index), [])
    }

    private func answer(_ index: Int) -> StepReflection {
        index == steps.count - 1
            ? make(index, ReflectionWeight.finalAnswer, "final_answer", "", [])
            : make(index, ReflectionWeight.progress, "answer", "", [])
    }

    private func make(
        _ index: Int, _ weight: Double, _ rule: String, _ text: String, _ evidence: [Int]
    ) -> StepReflection {
        StepReflection(
            traceID: steps[index].trace.id, weight: weight, text: text, rule: rule,
            evidence: evidence.sorted().map { steps[$0].trace.id })
    }
}
