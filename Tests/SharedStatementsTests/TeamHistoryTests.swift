import MemoryMath
import Signing
import Testing

@testable import SharedStatements

/// The properties of the merge, each over histories of several universes.
@Suite struct TeamHistoryTests {
    /// - Parameter histories: of each universe; there are six.
    private func each(
        _ seed: UInt64, histories: Int = 30, _ body: (Universe, [VerifiedEnvelope], inout SplitMix64) throws -> Void
    ) async throws {
        let universe = try Universe.all.get()[Int(seed) - 1]
        var random = SplitMix64(seed: seed &* 7919)
        for _ in 0..<histories {
            try body(universe, universe.history(&random), &random)
            // Tests beside this one wait for answers with little time.
            await Task.yield()
        }
    }

    @Test("order and repetition do not matter", arguments: 1...6 as ClosedRange<UInt64>)
    func order(seed: UInt64) async throws {
        try await each(seed, histories: 90) { universe, history, random in
            let told = universe.told(by: universe.state(history))
            let repeated = (history + history.filter { _ in Bool.random(using: &random) }).shuffled(using: &random)
            #expect(universe.told(by: universe.state(repeated)) == told)
        }
    }

    @Test("two sides that exchange what they have agree, whatever each had", arguments: 1...6 as ClosedRange<UInt64>)
    func exchange(seed: UInt64) async throws {
        try await each(seed, histories: 90) { universe, history, random in
            let sides = (
                history.filter { _ in Int.random(in: 0..<3, using: &random) > 0 },
                history.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
            )
            let both = Dictionary((sides.0 + sides.1).map { ($0.id, $0) }) { first, _ in first }
            let told = universe.told(by: universe.state(both.values))
            #expect(universe.told(by: universe.state(sides.0 + sides.1.shuffled(using: &random))) == told)
            #expect(universe.told(by: universe.state(sides.1 + sides.0.shuffled(using: &random))) == told)
        }
    }

    @Test("what was removed once stays removed", arguments: 1...6 as ClosedRange<UInt64>)
    func monotonic(seed: UInt64) async throws {
        try await each(seed) { universe, history, _ in
            var state = universe.state([])
            var removed: Set<EnvelopeID> = []
            var revoked: Set<Int> = []
            for statement in history {
                state.add(statement)
                let now = Set(history.map(\.id).filter { state.verdict(of: $0).isFinal })
                #expect(removed.isSubset(of: now))
                removed = now
                let out = Set((0..<8).filter { state.revocation(of: universe.team.key($0)) != nil })
                #expect(revoked.isSubset(of: out))
                revoked = out
            }
        }
    }

    @Test("what a verdict would be is what it is then", arguments: 1...6 as ClosedRange<UInt64>)
    func admission(seed: UInt64) async throws {
        try await each(seed) { universe, history, _ in
            var state = universe.state([])
            for statement in history {
                // A grant may change its own signer's and its own device's rank; all others stand as they are.
                let before = state.admission(of: statement)
                state.add(statement)
                if case .grant = statement.statement { continue }
                if case .revocation = statement.statement { continue }
                #expect(state.verdict(of: statement.id) == before)
                #expect(state.admission(of: statement) == before)
            }
        }
    }

    @Test("strangers change nothing", arguments: 1...6 as ClosedRange<UInt64>)
    func strangers(seed: UInt64) async throws {
        try await each(seed) { universe, history, _ in
            let known = history.filter { !universe.isStrange($0) }
            let (state, alone) = (universe.state(history), universe.state(known))
            #expect(state.devices == alone.devices)
            for statement in known {
                // A stranger who repeats a version tells whose the item is, which a tombstone may have waited for.
                if case .tombstone = statement.statement { continue }
                #expect(state.verdict(of: statement.id) == alone.verdict(of: statement.id))
            }
            for statement in history where universe.isStrange(statement) {
                #expect(!state.verdict(of: statement.id).isValid || Self.isSelfRemoval(statement))
            }
        }
    }

    /// Anybody may revoke itself, or take back an item its own key made: that removes nothing of others.
    private static func isSelfRemoval(_ statement: VerifiedEnvelope) -> Bool {
        switch statement.statement {
        case .revocation(let revocation): revocation.subject == .device(statement.signer)
        case .tombstone: true
        case .item, .grant: false
        }
    }

    @Test("ranks are the shortest chains of admins, found by trying all", arguments: 1...6 as ClosedRange<UInt64>)
    func ranks(seed: UInt64) async throws {
        try await each(seed) { universe, history, _ in
            var ranks = [universe.team.key(0): 0]
            // As many rounds as there are devices reach every chain.
            for _ in 0..<8 {
                for statement in history {
                    guard case .grant(let grant) = statement.statement, grant.role == .admin,
                        grant.device != universe.team.key(0), let rank = ranks[statement.signer]
                    else { continue }
                    ranks[grant.device] = min(ranks[grant.device] ?? .max, rank + 1)
                }
            }
            #expect(universe.state(history).delegation.ranks == ranks)
        }
    }

    @Test("a root is active unless it revoked itself", arguments: 1...6 as ClosedRange<UInt64>)
    func roots(seed: UInt64) async throws {
        try await each(seed) { universe, history, _ in
            let root = universe.team.key(0)
            let state = universe.state(history)
            let leaves = history.contains { statement in
                guard statement.signer == root, case .revocation(let revocation) = statement.statement else {
                    return false
                }
                switch revocation.subject {
                case .device(let device): return device == root
                case .member(let member): return state.delegation.memberships[root]?.contains(member) ?? false
                case .item, .envelope: return false
                }
            }
            #expect((state.revocation(of: root) != nil) == leaves)
        }
    }

    @Test("the histories have something to say of every kind")
    func coverage() async throws {
        var seen: Set<String> = []
        for seed in 1...6 as ClosedRange<UInt64> {
            try await each(seed) { universe, history, _ in
                let state = universe.state(history)
                for statement in history {
                    let verdict =
                        switch state.verdict(of: statement.id) {
                        case .valid: "valid"
                        case .tombstoned: "tombstoned"
                        case .revoked: "revoked"
                        case .unauthorised: "unauthorised"
                        case .unknown: "unknown"
                        }
                    seen.insert("\(statement.statement.type.rawValue) \(verdict)")
                }
            }
        }
        #expect(
            seen == [
                "item valid", "item tombstoned", "item revoked", "item unauthorised", "grant valid", "grant revoked",
                "grant unauthorised", "tombstone valid", "tombstone unauthorised", "revocation valid",
                "revocation unauthorised",
            ])
    }
}
