import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore
import SharedStatements
import Signing

extension HubSync {
    func merge(_ statements: [VerifiedEnvelope], upTo mark: HubMark?) async throws(MemoryError) -> HubMergeReport {
        try await guarded {
            let screened = try await service.screened(statements)
            let merged = try await service.write { transaction in
                try take(statements, screened, upTo: mark, in: transaction)
            }
            guard let merged else { return HubMergeReport(news: 0, isRevoked: false, startsOver: false) }
            await service.cleanUp(merged.forgotten)
            if merged.isRevoked {
                try await service.endAsRevoked(reason: merged.reason)
            } else if service.team.owesSweep(changesTeam: merged.changesTeam, isPageWhole: mark != nil) {
                try await service.sweep()
                service.team.swept()
            }
            return HubMergeReport(news: merged.news, isRevoked: merged.isRevoked, startsOver: merged.startsOver)
        }
    }

    private struct Merged: Sendable {
        var news = 0
        var isRevoked = false
        var reason = ""
        var startsOver = false
        /// Whether more may count, or less, than the items that came.
        var changesTeam = false
        var forgotten = Forgotten()
    }

    private func take(
        _ statements: [VerifiedEnvelope], _ screened: ScreenedItems, upTo mark: HubMark?,
        in transaction: MemoryTransaction
    ) throws -> Merged? {
        guard var standing = try service.standing(in: transaction.reader), standing.membership.state != .revoked else {
            return nil
        }
        let before = standing.device
        var merged = Merged()
        var items: Set<String> = []
        var news: [VerifiedEnvelope] = []
        for envelope in statements where envelope.hub == standing.membership.hub {
            let (type, item) = envelope.statement.filed
            guard
                try transaction.keep(
                    statement: envelope.id, of: envelope.hub, type: type, item: item, envelope: envelope.json)
            else { continue }
            news.append(envelope)
            if let item { items.insert(item) } else { merged.changesTeam = true }
        }
        merged.news = news.count
        standing.team = try service.team.add(news, of: standing.membership, in: transaction.reader)
        let grew = try follow(before, &standing, mark, &merged, in: transaction)
        if let reason = standing.team.revocation(of: standing.key) {
            (merged.isRevoked, merged.reason) = (true, reason)
            return merged
        }
        merged.changesTeam = merged.changesTeam || grew
        var intake = try TeamIntake(standing, screened, in: transaction)
        for item in items.sorted() { try intake.settle(item) }
        merged.forgotten = try intake.removeGone()
        if merged.news > 0 {
            transaction.tell(
                MemoryFact(.hubSynced, ["news": JSON(merged.news), "waiting": JSON(intake.waiting)]))
        }
        return merged
    }

    /// Carries the membership on: what the team says of this device, and how far the feed is read.
    ///
    /// - Returns: whether what the device may read has changed.
    private func follow(
        _ before: TeamDevice?, _ standing: inout HubService.Standing, _ mark: HubMark?, _ merged: inout Merged,
        in transaction: MemoryTransaction
    ) throws -> Bool {
        let now = standing.device
        if let now, now.isActive, standing.membership.state == .pending { standing.membership.state = .active }
        if let mark { (standing.membership.cursor, standing.membership.chain) = (mark.cursor, mark.chain) }
        if let before, let now, !now.groups.isSubset(of: before.groups) {
            // What could not be read before lies behind the cursor.
            merged.startsOver = true
            (standing.membership.cursor, standing.membership.chain) = (HubMark.start.cursor, HubMark.start.chain)
        }
        try transaction.keep(standing.membership)
        if merged.changesTeam {
            transaction.tell(MemoryFact(.hubMemberChanged, ["members": JSON(standing.team.members.count)]))
        }
        return before?.groups != now?.groups
    }
}

extension HubService {
    /// Goes through all there is, in short transactions: somebody's right to share, or this device's to read, has changed,
    /// or the program starts.
    package func sweep() async throws {
        guard let standing = try await standing(), standing.membership.state != .revoked else { return }
        let entries = try await context.database.read {
            try $0.teamEntries(of: standing.membership.hub, in: TeamEntry.State.allCases, limit: Int(Int32.max))
        }
        let items = Set(standing.team.items.map(\.item)).union(entries.map(\.item)).sorted()
        var forgotten = Forgotten()
        for start in stride(from: 0, to: items.count, by: Self.itemsAtOnce) {
            let part = items[start..<min(start + Self.itemsAtOnce, items.count)]
            let screened = try await screened(part, of: standing)
            let gone = try await write { transaction -> Forgotten in
                guard let standing = try self.standing(in: transaction.reader) else { return Forgotten() }
                var intake = try TeamIntake(standing, screened, in: transaction)
                for item in part { try intake.settle(item) }
                return try intake.removeGone()
            }
            forgotten.items.formUnion(gone.items)
            forgotten.skillNames += gone.skillNames
            forgotten.since = [forgotten.since, gone.since].compactMap { $0 }.min()
        }
        // What a program that ended in between left in folders of agents.
        forgotten.items.formUnion(
            entries.filter { $0.state == .withdrawn }.flatMap { LocalItem.ids(of: $0.item, hub: $0.hub) })
        await cleanUp(forgotten)
    }

    /// Removes what lies around the database of things that are gone from it.
    func cleanUp(_ forgotten: Forgotten) async {
        guard !forgotten.items.isEmpty || forgotten.since != nil else { return }
        // The log still has the pages as they were. While a reader goes on for long, the next checkpoint empties it.
        if forgotten.since != nil { _ = try? await context.database.emptyLog() }
        _ = traces.remove(forgotten)
    }

    /// This device is out: whatever came of the hub goes.
    func endAsRevoked(reason: String) async throws {
        let hub = try await write { transaction -> String? in
            guard var membership = try transaction.reader.membership() else { return nil }
            guard membership.state != .revoked else { return membership.hub }
            membership.state = .revoked
            membership.told = ["reason": .string(reason)]
            try transaction.keep(membership)
            try transaction.note(hub: "revoked", "This device was revoked: \(reason)")
            transaction.tell(MemoryFact(.hubMemberChanged, ["state": "revoked"]))
            return membership.hub
        }
        if let hub { try await withdrawAll(of: hub, reason: "this device was revoked") }
    }

    func withdrawAll(of hub: String, reason: String) async throws {
        var forgotten = Forgotten()
        while true {
            let (gone, isLast) = try await write { transaction -> (Forgotten, Bool) in
                guard let standing = try self.standing(in: transaction.reader) else { return (Forgotten(), true) }
                let entries = try transaction.reader.teamEntries(
                    of: hub, in: [.waiting, .approved, .superseded, .refused], limit: Self.itemsAtOnce)
                var intake = try TeamIntake(standing, in: transaction)
                try intake.withdrawAll(entries, reason: reason)
                return (try intake.removeGone(), entries.count < Self.itemsAtOnce)
            }
            forgotten.items.formUnion(gone.items)
            forgotten.skillNames += gone.skillNames
            forgotten.since = [forgotten.since, gone.since].compactMap { $0 }.min()
            if isLast { break }
        }
        team.drop()
        await cleanUp(forgotten)
    }

    /// As many as go within the time of a few commits.
    private static let itemsAtOnce = 25
}
