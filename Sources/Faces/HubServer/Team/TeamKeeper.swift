import HubStore
import JSONText
import Logging
import MemoryModel
import ServiceLifecycle
import SharedStatements
import Signing
import Synchronization

/// The team as this process knows it: follows the store by its numbers, also what other processes of the hub wrote, and
/// wakes those who wait for news.
final class TeamKeeper: Service {
    private struct Following {
        var state: TeamState
        var window: FeedWindow
    }

    private let database: HubDatabase
    private let hub: String
    private let room: WaitRoom<TeamDevice>
    private let logger: Logger
    private let following: Mutex<Following>
    private let lane: FollowLane
    private let counted = Mutex<TeamCensus?>(nil)

    init(database: HubDatabase, hub: String, room: WaitRoom<TeamDevice>, logger: Logger) {
        self.database = database
        self.hub = hub
        self.room = room
        self.logger = logger
        following = Mutex(
            Following(
                state: TeamState(roots: [], hub: hub), window: FeedWindow(seq: 0, chain: HashChain.start)))
        lane = FollowLane()
    }

    /// Follows until the hub stops. A database that is away is asked again with the next news.
    func run() async throws {
        for await _ in database.changes().cancelOnGracefulShutdown() {
            do {
                try await catchUp()
            } catch {
                logger.warning("The feed could not be followed.", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Returns when everything that was in the store before the call is known here.
    func catchUp() async throws(MemoryError) {
        try await lane.run { [self] () async throws(MemoryError) in try await follow() }
    }

    /// Looks at the team. What `body` does must be short: everybody waits for it.
    func read<Result: Sendable>(_ body: (TeamState) -> Result) -> Result {
        following.withLock { body($0.state) }
    }

    /// The team as it is now, for what takes longer than others should wait.
    var snapshot: TeamState { following.withLock { $0.state } }

    /// How many there are. Counted anew only when the feed went on.
    func census() -> TeamCensus {
        let seq = head.seq
        if let known = counted.withLock({ $0 }), known.seq == seq { return known }
        let census = TeamCensus(of: snapshot, seq: seq)
        counted.withLock { $0 = census }
        return census
    }

    var head: FeedHead { following.withLock { $0.window.head } }

    /// What a device may read of the feed.
    ///
    /// - Throws: `conflict` when the feed ends before `after`.
    func page(
        after: Int, limit: Int, byteLimit: Int, for device: TeamDevice
    ) async throws(MemoryError) -> FeedPage {
        let known = following.withLock { following in
            following.window.page(after: after, limit: limit, byteLimit: byteLimit) {
                following.state.mayRead(device, $0.id)
            }
        }
        if let known { return known }
        let key = device.key
        return try await database.read { [self] reader in
            try reader.feed(after: after, limit: limit, byteLimit: byteLimit) { header in
                following.withLock { following in
                    if following.state.contains(header.id) { return following.state.mayRead(key, header.id) }
                    // Written by another process a moment ago: its groups tell as much.
                    return header.type != .item || !device.groups.isDisjoint(with: header.groups)
                }
            }
        }
    }

    private func follow() async throws(MemoryError) {
        if read({ $0.roots.isEmpty }) { try await readRoots() }
        while true {
            let after = head.seq
            let page = try await database.read { try $0.feed(after: after, limit: 500) }
            // In parts, so that nobody waits long while ten thousand statements are read at the start.
            for start in stride(from: 0, to: page.entries.count, by: 50) {
                let part = page.entries[start..<min(start + 50, page.entries.count)].map { ($0, envelope($0)) }
                following.withLock { following in
                    for (entry, envelope) in part {
                        if let envelope { following.state.add(envelope) }
                        following.window.append(entry)
                    }
                }
            }
            if !page.entries.isEmpty { announce(page) }
            if page.cursor >= page.head.seq { return }
        }
    }

    /// Who waits hears of items that it may have, and of everything else.
    private func announce(_ page: FeedPage) {
        let isForAll = page.entries.contains { $0.header.type != .item }
        following.withLock { following in
            room.announce(page.cursor) { device in
                isForAll || page.entries.contains { following.state.mayRead(device, $0.header.id) }
            }
        }
    }

    private func readRoots() async throws(MemoryError) {
        let roots = try await database.read { try $0.roots() }.compactMap(VerifyingKey.init(hex:))
        guard !roots.isEmpty else { return }
        following.withLock { following in
            following = Following(
                state: TeamState(roots: roots, hub: hub), window: FeedWindow(seq: 0, chain: HashChain.start))
        }
    }

    /// What gives or takes authority is verified again, whoever may have written to the database.
    private func envelope(_ entry: FeedEntry) -> VerifiedEnvelope? {
        do {
            let json = try JSON(parsing: entry.envelope)
            let isItem = entry.header.type == .item
            return isItem ? try VerifiedEnvelope(stored: json) : try VerifiedEnvelope(json: json)
        } catch {
            logger.error("A statement in the database is none.", metadata: ["seq": "\(entry.seq)"])
            return nil
        }
    }
}
