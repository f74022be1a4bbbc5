import MemoryMath
import Signing

@testable import SharedStatements

/// Everything a small team and its enemies may say: several admins who grant, demote and revoke each other, members with
/// two devices, readers, forks, versions in foreign items, tombstones, keeps, compromised keys. Devices 6 and 7 are of
/// strangers whom nobody ever granted anything.
struct Universe: Sendable {
    let team: Team
    let statements: [VerifiedEnvelope]
    static let strangers = [6, 7]
    /// Made once: signing is most of the work.
    static let all = Result { try (1...6).map { try Universe(seed: $0) } }
    private static let people = ["rita", "ada", "bob"]

    init(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        team = Team(salt: UInt8(truncatingIfNeeded: seed))
        var statements: [VerifiedEnvelope] = []
        for device in 0..<6 {
            for version in 1...3 {
                statements.append(
                    try team.grant(
                        device, member: Self.people[(device + (version == 3 ? 1 : 0)) % 3],
                        role: TeamRole.allCases[Int.random(in: 0..<3, using: &random)],
                        groups: version == 2 ? ["ops"] : [], version: Int64(version),
                        by: Int.random(in: 0..<8, using: &random) % (version == 1 ? 3 : 8)))
            }
        }
        for _ in 0..<70 {
            let maker = Int.random(in: 0..<8, using: &random)
            let isForeign = Int.random(in: 0..<5, using: &random) == 0
            statements.append(
                try team.item(
                    "\(Int.random(in: 0..<3, using: &random))", of: maker,
                    version: Int64.random(in: 1...3, using: &random),
                    groups: Int.random(in: 0..<3, using: &random) == 0 ? ["ops"] : ["everyone"],
                    text: "\(Int.random(in: 0..<2, using: &random))",
                    by: isForeign ? Int.random(in: 0..<8, using: &random) : maker))
        }
        let items = statements.filter { if case .item = $0.statement { true } else { false } }
        for _ in 0..<25 {
            statements.append(
                try team.tombstone(
                    "\(Int.random(in: 0..<3, using: &random))", of: Int.random(in: 0..<6, using: &random),
                    by: Int.random(in: 0..<8, using: &random)))
        }
        for _ in 0..<50 {
            let subject: RevocationStatement.Subject =
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1: .device(team.key(Int.random(in: 0..<8, using: &random)))
                case 2: .member(Self.people[Int.random(in: 0..<3, using: &random)])
                case 3: .item(team.itemID("0", of: Int.random(in: 0..<6, using: &random)))
                default: .envelope(items[Int.random(in: items.indices, using: &random)].id)
                }
            statements.append(
                try team.revoke(
                    subject,
                    keeps: statements.shuffled(using: &random).prefix(Int.random(in: 0..<30, using: &random)).map(\.id),
                    isCompromised: Int.random(in: 0..<4, using: &random) == 0,
                    by: Int.random(in: 0..<8, using: &random)))
        }
        var seen: Set<EnvelopeID> = []
        self.statements = statements.filter { seen.insert($0.id).inserted }
    }

    /// What strangers say.
    func isStrange(_ statement: VerifiedEnvelope) -> Bool {
        Self.strangers.contains { team.key($0) == statement.signer }
    }

    /// A history: some of the statements, grants more often than others so that there is somebody to say something, in
    /// any order.
    func history(_ random: inout SplitMix64) -> [VerifiedEnvelope] {
        let share = Int.random(in: 5...60, using: &random)
        return statements.filter { statement in
            if case .grant = statement.statement { return Int.random(in: 0..<100, using: &random) < 70 }
            if case .revocation = statement.statement { return Int.random(in: 0..<200, using: &random) < share }
            return Int.random(in: 0..<100, using: &random) < share
        }.shuffled(using: &random)
    }

    func state(_ statements: some Sequence<VerifiedEnvelope>) -> TeamState { team.state(Array(statements)) }

    /// All a state says, to compare.
    func told(by state: TeamState) -> Told {
        let here = statements.map(\.id).filter { state.contains($0) }
        return Told(
            devices: state.devices, members: state.members, groups: state.groups, items: state.items,
            verdicts: Dictionary(uniqueKeysWithValues: here.map { ($0, state.verdict(of: $0)) }),
            readable: state.devices.map { device in here.filter { state.mayRead(device, $0) } })
    }

    struct Told: Equatable {
        let devices: [TeamDevice]
        let members: [TeamMember]
        let groups: [String: Set<String>]
        let items: [TeamItem]
        let verdicts: [EnvelopeID: Verdict]
        let readable: [[EnvelopeID]]
    }
}
