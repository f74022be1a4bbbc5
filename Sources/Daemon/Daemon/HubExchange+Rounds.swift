import HubClient
import JSONText
import Logging
import MemoryCore
import MemoryModel
import SharedStatements

extension HubExchange {
    /// One round: token, outbox, feed. What could not be sent does not keep what was taken back from coming in.
    mutating func keepUp(as membership: HubMembership) async throws -> Next {
        report { $0.activity = membership.isRepairing ? .rolledBack : .syncing }
        try await renewToken(as: membership)
        var unsent: HubFault?
        do { try await push(as: membership) } catch let fault as HubFault { unsent = fault }
        let next = try await pull(as: membership, isBrief: unsent != nil)
        if let unsent { throw unsent }
        return next
    }

    /// A token that could not be renewed is good for a while; it is tried again an hour later.
    private mutating func renewToken(as membership: HubMembership) async throws {
        let now = timing.now()
        if let renewalFailedAt, now - renewalFailedAt < .seconds(3600) { return }
        do throws(HubFault) {
            guard try await wire.renewToken(at: membership.place) else { return }
        } catch {
            renewalFailedAt = now
            return
        }
        try await book.note(.tokenRotated, "The token by which the hub knows this device was renewed.")
    }

    /// Sends what waits in the outbox.
    func push(as membership: HubMembership) async throws {
        while true {
            let waiting = try await book.outbox(limit: HubLimits.statements).map { ($0.id, $0.envelope) }
            guard !waiting.isEmpty else { return }
            for batch in Self.batches(waiting) {
                let reply = try await wire.push(batch, to: membership.place)
                guard reply.accepted.count + reply.refused.count == batch.count else { throw Self.silentHub }
                try await book.settle(
                    accepted: reply.accepted,
                    refused: reply.refused.map { HubRefusal(id: $0.id, code: $0.code, message: $0.message) })
            }
        }
    }

    private mutating func pull(as membership: HubMembership, isBrief: Bool) async throws -> Next {
        let mark = membership.mark
        let listens = isCaughtUp && !isBrief
        if listens { report { $0.activity = .waiting } }
        let began = timing.now()
        let page: FeedPage
        do {
            guard let answer = try await poll(after: mark, at: membership.place, wait: listens ? HubLimits.poll : 0)
            else {
                // The next look is one that no bell cuts short: rung often, a slow link would never bring an answer.
                isCaughtUp = false
                return .again
            }
            page = answer
        } catch let fault as HubFault where fault.kind == .conflict {
            return try await wasSetBack(as: membership, head: fault.head)
        } catch let fault as HubFault where fault.kind == .late || fault.kind == .oversized {
            pageSize = max(Self.smallestPage, pageSize / 4)
            throw fault
        }
        guard page.chainBefore == mark.chain else { return try await wasSetBack(as: membership, head: page.head) }
        pageSize = min(HubLimits.entries, pageSize * 2)
        report { $0.head = page.head }
        let news = try await take(page, as: membership)
        if news.isRevoked {
            try await book.revoked("The team took this device or its member out.")
            return .again
        }
        isCaughtUp = page.cursor >= page.head && !news.startsOver
        guard isCaughtUp else {
            let moved = page.entries.count > 0 || page.cursor - mark.cursor >= Int64(Self.smallestPage)
            return moved || news.startsOver ? .again : .after(Self.breath)
        }
        if membership.isRepairing { try await tellAgain(as: membership) }
        report { $0.lastSyncAt = timing.date() }
        if try await admit(as: membership) { return .again }
        // A hub that answers at once instead of waiting for news is not asked in a circle.
        let isHasty = listens && news.news == 0 && timing.now() - began < Self.breath
        return isHasty ? .after(Self.breath) : .again
    }

    /// - Returns: `nil` when the bell rang before the hub answered.
    private func poll(after mark: HubMark, at place: HubPlace, wait: Int) async throws -> FeedPage? {
        guard wait > 0 else { return try await wire.feed(after: mark.cursor, limit: pageSize, wait: 0, at: place) }
        return try await withThrowingTaskGroup(of: FeedPage?.self) { [wire, bell, pageSize] group in
            group.addTask { try await wire.feed(after: mark.cursor, limit: pageSize, wait: wait, at: place) }
            group.addTask {
                await bell.rung()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Takes a page in, in short transactions; the cursor moves with the last of them.
    private mutating func take(_ page: FeedPage, as membership: HubMembership) async throws -> HubMergeReport {
        var whole = HubMergeReport(news: 0, isRevoked: false, startsOver: false)
        guard page.cursor > membership.mark.cursor else { return whole }
        try flood.take(page, at: timing.now())
        let (statements, leftOut) = page.verified(hub: membership.place.hub)
        repair.saw(statements)
        let mark = HubMark(cursor: page.cursor, chain: page.chain)
        var rest = statements[...]
        repeat {
            let part = Array(rest.prefix(Self.transaction))
            rest = rest.dropFirst(part.count)
            let report = try await book.merge(part, upTo: rest.isEmpty ? mark : nil)
            whole.news += report.news
            whole.isRevoked = whole.isRevoked || report.isRevoked
            // What is left of the page comes again, and its mark no longer holds.
            whole.startsOver = report.startsOver
        } while !rest.isEmpty && !whole.startsOver
        if leftOut > 0 { try await complain(of: leftOut) }
        return whole
    }

    /// Statements that are not what they say are nobody's word; that the hub sent them is worth knowing.
    private mutating func complain(of leftOut: Int) async throws {
        let fault = HubFault(
            .nonsense,
            "The hub sent \(leftOut) statements that are altered, forged or of another hub. They were left out.",
            hint: "Who runs the hub should look at it; nothing of them was taken.")
        report { $0.lastError = fault.memoryError }
        let now = timing.now()
        if let complainedAt, now - complainedAt < .seconds(3600) { return }
        complainedAt = now
        logger.warning("A hub sent statements that are not what they say.", metadata: ["count": "\(leftOut)"])
        try await book.note(.leftOut, fault.message)
    }

    /// Lets devices in that an admin invited beforehand.
    ///
    /// - Returns: whether there is something to send now.
    private mutating func admit(as membership: HubMembership) async throws -> Bool {
        let now = timing.now()
        guard membership.isAdmin, admittedAt.map({ now - $0 >= .seconds(30) }) ?? true else { return false }
        admittedAt = now
        return try await book.admit(await wire.devices(at: membership.place))
    }

    /// Parts of at most so many bytes; one statement is never cut.
    static func batches(_ statements: [(id: String, envelope: JSON)]) -> [[(id: String, envelope: JSON)]] {
        var batches: [[(id: String, envelope: JSON)]] = []
        var size = Int.max
        for statement in statements {
            let bytes = statement.envelope.utf8Text.count
            if size > HubLimits.push - bytes || batches.last?.count == HubLimits.statements {
                batches.append([])
                size = 0
            }
            batches[batches.count - 1].append(statement)
            size += bytes
        }
        return batches
    }

    static let silentHub = HubFault(
        .nonsense, "The hub did not say what it did with what was sent.", hint: "It is sent again by itself.")
    /// Statements in one transaction: turns are recorded between them, and wait for one at most.
    private static let transaction = 25
    private static let smallestPage = 10
    private static let breath = Duration.seconds(1)
}
