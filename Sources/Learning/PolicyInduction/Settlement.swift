import JSONText
import MemoryModel
import StepReading

/// Gives every lesson of a task its place: with a policy, against one, or in the pool.
struct Settlement {
    let options: PolicyInduction.Options
    let record: EpisodeRecord
    let now: Timestamp
    let notes: [GuidanceNote]
    private var policies: [PolicyEvidence]
    private var pool: [LessonRow]
    /// Rows of this task as they were.
    private var old: [String: LessonRow] = [:]
    private var change = PolicyInduction.Change()

    init(
        options: PolicyInduction.Options, record: EpisodeRecord, evidence: PolicyInduction.Evidence, now: Timestamp
    ) {
        self.options = options
        self.record = record
        self.now = now
        notes = evidence.notes.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        let own = record.episode.id
        let earliest = now - Timestamp(options.poolDays) * 86_400_000
        pool = evidence.pool.filter { $0.episodeID != own && $0.policyID == nil && $0.at >= earliest }
        policies = []
        for (policy, lessons) in evidence.policies.sorted(by: { $0.policy.id.rawValue < $1.policy.id.rawValue }) {
            var kept = PolicyEvidence(
                policy: policy, lessons: lessons.filter { $0.episodeID != own }.compactMap(KeptLesson.init))
            kept.isTouched = kept.lessons.count != lessons.count
            policies.append(kept)
        }
        let rows = evidence.pool + evidence.policies.flatMap(\.lessons)
        for row in rows where row.episodeID == own { old[row.id] = row }
    }

    mutating func settle(_ lessons: [LessonRow]) -> PolicyInduction.Change {
        for row in lessons.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            guard let kept = KeptLesson(row) else { continue }
            place(kept)
        }
        let present = Set(change.lessons.map(\.id))
        change.removals = old.keys.filter { !present.contains($0) }.sorted()
        for index in policies.indices where policies[index].isTouched { conclude(policies[index]) }
        change.lessons = change.lessons.filter { old[$0.id] != $0 }
        return change
    }

    // MARK: Placing

    private mutating func place(_ lesson: KeptLesson) {
        if lesson.lesson.kind == .failure { return placeFailure(lesson) }
        // Where it was, unless that policy is gone.
        if let id = old[lesson.row.id]?.policyID, let index = policies.firstIndex(where: { $0.policy.id == id }) {
            return join(lesson, index, .with)
        }
        if let index = nearest(lesson) { return join(lesson, index, .with) }
        guard lesson.row.value >= options.eligibleValue else { return }
        var cluster = [lesson]
        for waiting in comparable(lesson) where !cluster.contains(where: { $0.row.episodeID == waiting.row.episodeID })
        {
            if cluster.allSatisfy({ teachesTheSame($0, waiting) }) { cluster.append(waiting) }
        }
        guard cluster.count >= max(options.minEpisodes, 2) else {
            change.lessons.append(lesson.row)
            return
        }
        induce(cluster)
    }

    /// The policy that it belongs to.
    private func nearest(_ lesson: KeptLesson) -> Int? {
        var best: (index: Int, score: Double)?
        for (index, policy) in policies.enumerated()
        where Likeness.isComparable(lesson.row.signature, policy.policy.signature) {
            let score = policy.score(lesson)
            guard score >= options.associateAt, score > best?.score ?? 0, policy.agrees(with: lesson) else { continue }
            best = (index, score)
        }
        return best?.index
    }

    /// Waiting lessons that it can be compared with, the likest signatures and the newest first.
    private func comparable(_ lesson: KeptLesson) -> [KeptLesson] {
        let slots = Likeness.slots(lesson.row.signature)
        func shared(_ row: LessonRow) -> Int {
            let other = Likeness.slots(row.signature)
            return (slots[1] == other[1] ? 4 : 0) + (slots[2] == other[2] ? 2 : 0) + (slots[3] == other[3] ? 1 : 0)
        }
        let nearby = pool.filter {
            $0.value >= options.eligibleValue && $0.role == .with
                && Likeness.isComparable($0.signature, lesson.row.signature)
        }.map { (row: $0, shared: shared($0)) }
        let chosen = nearby.sorted {
            ($0.shared, $0.row.at, $0.row.id) > ($1.shared, $1.row.at, $1.row.id)
        }.prefix(options.mostCompared)
        return chosen.compactMap { KeptLesson($0.row) }.filter { $0.lesson.kind != .failure }
            .map { (lesson: $0, score: score($0, lesson)) }
            .sorted {
                ($0.score, $0.lesson.row.value, $0.lesson.row.id) > ($1.score, $1.lesson.row.value, $1.lesson.row.id)
            }
            .map(\.lesson)
    }

    private func score(_ a: KeptLesson, _ b: KeptLesson) -> Double {
        Likeness.score(a.row.signature, a.vector, with: b.row.signature, b.vector)
    }

    private func teachesTheSame(_ a: KeptLesson, _ b: KeptLesson) -> Bool {
        score(a, b) >= options.associateAt && Likeness.agreement(a.lesson, b.lesson).suffices(a.lesson, b.lesson)
    }

    private mutating func join(_ lesson: KeptLesson, _ index: Int, _ role: LessonRow.Role) {
        var lesson = lesson
        lesson.row.policyID = policies[index].policy.id
        lesson.row.role = role
        policies[index].lessons.append(lesson)
        policies[index].isTouched = true
        change.lessons.append(lesson.row)
    }

    /// What failed speaks against a policy that was followed, and for one that was not.
    private mutating func placeFailure(_ lesson: KeptLesson) {
        for (index, policy) in policies.enumerated()
        where Likeness.isComparable(lesson.row.signature, policy.policy.signature) {
            guard let example = PolicyEvidence.best(of: policy.taught, most: 1).first else { continue }
            let isOfGoal = policy.taught.contains { $0.lesson.goal.stem == lesson.lesson.goal.stem }
            let agreement = Likeness.agreement(example.lesson, lesson.lesson)
            guard isOfGoal, agreement.isOfOneFault || agreement.share >= 0.5 && agreement.points >= 1.5 else {
                continue
            }
            let isFollowed =
                agreement.steps > 0 && agreement.share >= 0.5
                && agreement.steps >= example.lesson.changes.count
            return join(lesson, index, isFollowed ? .with : .without)
        }
        // It waits for nothing: a failure alone teaches no procedure.
    }

    // MARK: Policies

    private mutating func induce(_ cluster: [KeptLesson]) {
        let ordered = cluster.sorted(by: KeptLesson.precedes)
        let first = cluster.sorted { ($0.row.at, $0.row.id) < ($1.row.at, $1.row.id) }.prefix(2).map(\.row.id).sorted()
        let signature = Self.signature(of: ordered.map(\.row.signature))
        let id = PolicyID("po_" + ContentHash.of([signature] + first))
        guard let draft = PolicyDraft(ordered.map(\.lesson), failed: []),
            !policies.contains(where: { $0.policy.id == id })
        else {
            if let own = cluster.first { change.lessons.append(own.row) }
            return
        }
        let policy = Policy(
            id: id, owner: record.owner, createdAt: now, title: draft.title, trigger: draft.trigger,
            procedure: draft.text, signature: signature)
        var evidence = PolicyEvidence(policy: policy, lessons: [], isNew: true)
        evidence.isTouched = true
        policies.append(evidence)
        for lesson in cluster { join(lesson, policies.count - 1, .with) }
        let taken = Set(cluster.map(\.row.id))
        pool.removeAll { taken.contains($0.id) }
    }

    /// What all signatures agree on.
    static func signature(of signatures: [String]) -> String {
        let slots = signatures.map(Likeness.slots)
        return (0..<4).map { place in
            let values = Set(slots.map { String($0[place]) }.filter { $0 != "_" })
            return values.count == 1 ? values.first ?? "_" : "_"
        }.joined(separator: "|")
    }

    private mutating func conclude(_ evidence: PolicyEvidence) {
        let update = PolicyUpdate(evidence, options: options, notes: notes, now: now)
        let policy = update.policy
        if update.isToldAnew, policy.status != .archived {
            let failed = evidence.lessons.filter { $0.row.role == .without || $0.row.value < 0 }
            let taught = PolicyEvidence.best(of: evidence.taught, most: options.longestAlignment)
            if let words = NewWords(policy, taught: taught, failed: failed) { change.told.append(words) }
        }
        if evidence.isNew {
            change.insertions.append(policy)
        } else if let reason = update.reason {
            change.revisions.append((policy, reason))
        } else if policy != evidence.policy {
            change.updates.append(policy)
        }
    }
}
