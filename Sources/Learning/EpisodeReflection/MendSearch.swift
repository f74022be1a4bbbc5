import StepReading

/// A failure and what ended it. Numbers are places among the task's steps.
struct Mend: Sendable {
    enum Way: Sendable {
        /// Something was changed before it passed.
        case changed
        /// It was run in another way.
        case rewritten
        /// It passed when run again.
        case repeated
        /// Another command did the work.
        case replaced
        /// Something was changed, and it then failed in another way.
        case advanced
    }

    let failed: Int
    let changes: [Int]
    /// The run that no longer failed as before.
    let ended: Int
    let way: Way
}

/// Finds for every failure the first run after it that did not fail so, and what was changed between them.
///
/// Of each command and of each kind of work the last few open failures are kept, so that every step costs the same.
struct MendSearch {
    private(set) var found: [Mend] = []
    /// For a failure the next one of the same command.
    private(set) var again: [Int: Int] = [:]
    private let steps: [TakenStep]
    private var open: [String: [Int]] = [:]
    private var openEdits: [Int] = []
    private var openUnusable: [Int] = []
    private var isOpen: [Bool]

    private static let kept = 6
    /// Steps within which another command counts as taking the place of one that could not be used.
    private static let nearby = 4
    /// Changes that one success is owed to.
    private static let mostChanges = 4

    init(_ steps: [TakenStep]) {
        self.steps = steps
        isOpen = Array(repeating: false, count: steps.count)
        for index in steps.indices where steps[index].run != nil {
            if steps[index].hasFailed {
                fail(index)
            } else if steps[index].hasPassed {
                pass(index)
            }
        }
    }

    private mutating func fail(_ index: Int) {
        let step = steps[index]
        let before = same(as: index)
        for failed in before {
            let isOther =
                !step.signature.isEmpty && !steps[failed].signature.isEmpty
                && step.signature != steps[failed].signature
            let changes = isOther ? self.changes(after: failed, before: index) : []
            if !changes.isEmpty { found.append(Mend(failed: failed, changes: changes, ended: index, way: .advanced)) }
            again[failed] = index
            close(failed)
        }
        isOpen[index] = true
        open[step.key] = Array(((open[step.key] ?? []).filter { isOpen[$0] } + [index]).suffix(Self.kept))
        if step.action == .editFile { openEdits = Array((openEdits.filter { isOpen[$0] } + [index]).suffix(Self.kept)) }
        if step.fault == .usage || step.fault == .missingCommand {
            openUnusable = Array((openUnusable.filter { isOpen[$0] } + [index]).suffix(Self.kept))
        }
    }

    private mutating func pass(_ index: Int) {
        let step = steps[index]
        var ended = same(as: index)
        for failed in ended {
            let changes = self.changes(after: failed, before: index)
            let way: Mend.Way
            if !changes.isEmpty {
                way = .changed
            } else if let run = step.run, let other = steps[failed].run, !run.isWritten(like: other) {
                way = .rewritten
            } else {
                way = .repeated
            }
            found.append(Mend(failed: failed, changes: changes, ended: index, way: way))
        }
        if ended.isEmpty, !step.isLook {
            ended = replaced(by: index)
            found += ended.map { Mend(failed: $0, changes: [], ended: index, way: .replaced) }
        }
        for failed in ended { close(failed) }
    }

    private mutating func close(_ index: Int) { isOpen[index] = false }

    /// Open failures of the same command on the same or related things.
    private func same(as index: Int) -> [Int] {
        guard let run = steps[index].run else { return [] }
        return (open[steps[index].key] ?? []).filter {
            isOpen[$0] && steps[$0].run?.sameness(to: run) ?? .other != .other
        }
    }

    /// Open failures whose work another command did: an edit of the same file, or the next thing done in place of a
    /// command that was called wrongly or is not there.
    private func replaced(by index: Int) -> [Int] {
        let step = steps[index]
        let isWork = step.action == .editFile || step.action == .run || step.action == .other
        let edits =
            isWork
            ? openEdits.filter { isOpen[$0] && isEdit(of: steps[$0], in: step) } : []
        let unusable = openUnusable.filter { failed in
            let isFirst = !steps[(failed + 1)..<index].contains { $0.hasPassed && !$0.isLook }
            let isAlike = steps[failed].action == step.action || (steps[failed].action == .editFile && isWork)
            return isOpen[failed] && index - failed <= Self.nearby && isFirst && isAlike && !edits.contains(failed)
        }
        return edits + unusable
    }

    private func isEdit(of failed: TakenStep, in step: TakenStep) -> Bool {
        guard let other = failed.run, let run = step.run else { return false }
        let files = other.isShell ? other.targets.filter { $0.contains(".") } : [other.subject]
        let mine = run.isShell ? run.targets : [run.subject]
        return files.contains { file in !file.isEmpty && mine.contains { Self.isSameFile(file, $0) } }
    }

    /// One may be told from another folder.
    private static func isSameFile(_ a: String, _ b: String) -> Bool {
        a == b || a.hasSuffix("/" + b) || b.hasSuffix("/" + a)
    }

    private func changes(after failed: Int, before index: Int) -> [Int] {
        var changes: [Int] = []
        var place = index - 1
        while place > failed, index - place <= 60, changes.count < Self.mostChanges {
            if steps[place].isChange { changes.append(place) }
            place -= 1
        }
        return changes.reversed()
    }
}
