import HubClient
import JSONText
import Logging
import MemoryCore
import MemoryModel
import SharedStatements

extension HubExchange {
    mutating func succeeded() async {
        failures = 0
        report { state in
            state.nextTryAt = nil
            if lastFault != nil { state.lastError = nil }
        }
        guard lastFault != nil else { return }
        lastFault = nil
        logger.notice("The hub answers again.")
        try? await book.note(.faultEnded, "The hub answers again.")
    }

    /// Whatever went wrong, the round is tried again later.
    mutating func failed(_ error: any Error, as membership: HubMembership?) async -> Next {
        let fault = error as? HubFault
        if fault?.kind == .revoked, let fault {
            do {
                try await book.revoked(fault.message)
                logger.notice("This device was taken out of the team.")
                return .again
            } catch {
                return await failed(error, as: membership)
            }
        }
        failures += 1
        isCaughtUp = false
        if fault?.kind == .pending, let membership { await nameAgain(as: membership) }
        let told = fault?.memoryError ?? error as? MemoryError ?? MemoryError(.internal, "The memory failed.")
        let pause = max(
            HubBackoff.delay(after: failures, chance: timing.chance()), fault?.pause ?? .zero,
            Self.isForeign(fault?.kind) ? Self.foreignPause : .zero)
        report {
            $0.activity = .failing
            $0.lastError = told
            $0.nextTryAt = timing.date() + Timestamp(pause / .milliseconds(1))
        }
        let kind = fault?.kind ?? .internal
        if kind != lastFault {
            lastFault = kind
            logger.warning(
                "The hub is left alone for a while.",
                metadata: ["reason": "\(kind.rawValue)", "error": "\(told.message)", "hint": "\(told.hint ?? "")"])
            try? await book.note(.faultBegan, told.message)
        }
        return .after(pause)
    }

    /// A hub that was set back to before its first member knows nobody; that member's grant, which names itself, is where
    /// it begins again.
    private func nameAgain(as membership: HubMembership) async {
        guard membership.state == .active,
            let held = try? await book.heldStatements(after: 0, limit: HubLimits.statements)
        else { return }
        let own = held.filter { entry in
            guard let envelope = try? VerifiedEnvelope(stored: entry.envelope), envelope.signer == membership.device,
                case .grant(let grant) = envelope.statement
            else { return false }
            return grant.device == membership.device
        }
        for entry in own { _ = try? await wire.push([(entry.id, entry.envelope)], to: membership.place) }
    }

    /// Who stands in a hub's place does not become the hub by being asked often.
    private static func isForeign(_ kind: HubFault.Kind?) -> Bool {
        [.certificate, .foreign, .insecure, .unauthenticated].contains(kind)
    }

    private static let foreignPause = Duration.seconds(60)
}

/// A hub that never stops sending is stopped taking from.
struct FloodGuard: Sendable {
    /// Bytes.
    private let daily: Int
    private var begin: ContinuousClock.Instant?
    private var bytes = 0

    init(daily: Int = 512 << 20) { self.daily = daily }

    /// - Throws: `oversized` when too much came within a day.
    mutating func take(_ page: FeedPage, at now: ContinuousClock.Instant) throws(HubFault) {
        if begin.map({ now - $0 >= .seconds(86_400) }) ?? true { (begin, bytes) = (now, 0) }
        guard bytes < daily else {
            var fault = HubFault(
                .oversized,
                "The hub sent more than \(daily >> 20) MiB within a day; no more of it is taken today.",
                hint: "Who runs the hub should look at it. Restarting the daemon takes more at once.")
            fault.pause = HubBackoff.longest
            throw fault
        }
        for entry in page.entries { bytes += entry.envelope["payload"]?.string?.utf8.count ?? 0 }
    }
}
