import MemoryModel
import StepReading
import TextAnalysis

/// Finds what failed in a task, and what had been done when it passed. One pass over what was done.
struct RepairSearch {
    /// A run that failed and has not passed since.
    struct OpenFault {
        var first: Int
        var last: Int
        var fault: FaultFamily?
        var errorText: String
        var sayings: [String]
        var action: CourseAction
        /// Places of changes after which it failed as before.
        var vain: Set<Int> = []
    }

    struct Repair {
        var open: OpenFault
        /// The run that passed; of a fault that gave way to another, the run that failed.
        var goal: CourseAction
        var pass: Int
        var fixes: [Int]
        var vain: [Int]
        var value: Double
        /// What failed was given up and something else done.
        var isReplacement = false
    }

    private let reading: EpisodeReading
    private(set) var open: [OpenFault] = []
    private(set) var repairs: [Repair] = []

    init(_ reading: EpisodeReading) { self.reading = reading }

    mutating func run() {
        for done in reading.done where done.action.effect != .reads {
            if done.hasFailed { failed(done) } else { passed(done) }
        }
        replaced()
    }

    private mutating func failed(_ done: EpisodeReading.Done) {
        let fresh = OpenFault(
            first: done.place, last: done.place, fault: done.fault, errorText: done.errorText, sayings: done.sayings,
            action: done.action)
        guard let known = open.firstIndex(where: { $0.action.sameness(to: done.action) != .other }) else {
            open.append(fresh)
            if open.count > Self.mostOpen { open.removeFirst() }
            return
        }
        guard open[known].fault == done.fault else {
            mended(open[known], by: done, isPass: false)
            open[known] = fresh
            return
        }
        // A second library can be missing behind the first; anything else that changed nothing was in vain.
        if open[known].errorText == done.errorText {
            let between = changes(from: open[known].last, to: done.place, except: open[known].action)
            open[known].vain.formUnion(between.filter { reading.done[$0].action.kind != .installSystemPackage })
        }
        open[known].last = done.place
        open[known].action.traceID = done.action.traceID
    }

    private mutating func passed(_ done: EpisodeReading.Done) {
        while let known = open.firstIndex(where: { $0.action.sameness(to: done.action) != .other }) {
            mended(open.remove(at: known), by: done, isPass: true)
        }
    }

    private mutating func mended(_ fault: OpenFault, by pass: EpisodeReading.Done, isPass: Bool) {
        let places = changes(from: fault.first, to: pass.place, except: fault.action)
        let fixes = places.filter { !fault.vain.contains($0) }.suffix(Self.mostFixes)
        // The command itself was changed, or it passed for no reason that was seen.
        let isRewritten = isPass && pass.action.words != fault.action.words && pass.action.form == .shell
        if fixes.isEmpty, !isRewritten { return }
        let values = fixes.map { reading.done[$0].value } + (isPass ? [pass.value] : [])
        repairs.append(
            Repair(
                open: fault, goal: isPass ? pass.action : fault.action, pass: pass.place, fixes: Array(fixes),
                vain: vain(fault, until: pass.place), value: values.max() ?? 0))
    }

    /// Changes that changed nothing, and other commands of the same kind that failed on the way.
    private func vain(_ fault: OpenFault, until end: Int) -> [Int] {
        let failed = (fault.first + 1..<max(end, fault.first + 1)).filter { place in
            let done = reading.done[place]
            return done.hasFailed && done.action.effect != .reads && done.action.form == .shell
                && (done.action.kind == fault.action.kind || done.action.program == fault.action.program)
                && done.action.words != fault.action.words
        }
        return Set(fault.vain).union(failed).sorted()
    }

    /// What failed was given up, and another thing of its kind done instead.
    private mutating func replaced() {
        guard (reading.record.episode.reward ?? 0) > 0 else { return }
        for fault in open where !fault.action.isCommonplace && !fault.action.isNamedScript {
            let instead = reading.done[(fault.last + 1)...].first {
                !$0.hasFailed && $0.action.kind == fault.action.kind && $0.action.program != fault.action.program
            }
            guard let instead else { continue }
            repairs.append(
                Repair(
                    open: fault, goal: fault.action, pass: instead.place, fixes: [instead.place], vain: [fault.last],
                    value: instead.value, isReplacement: true))
            open.removeAll { $0.first == fault.first }
        }
    }

    /// Places of what changed something between two runs; of what else was run where nothing changed.
    func changes(from start: Int, to end: Int, except goal: CourseAction) -> [Int] {
        guard start + 1 < end else { return [] }
        // Of a long search for the remedy its end counts.
        let between = (max(start + 1, end - Self.longestSearch)..<end).filter { place in
            let done = reading.done[place]
            return !done.hasFailed && done.action.effect != .records && done.action.effect != .reads
                && done.action.sameness(to: goal) == .other
        }
        let changes = between.filter { place in
            let action = reading.done[place].action
            return action.effect == .changes || action.isNamedScript
        }
        return changes.isEmpty ? between : changes
    }

    private static let mostOpen = 16
    private static let mostFixes = 8
    private static let longestSearch = 200
}
