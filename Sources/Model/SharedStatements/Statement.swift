package import JSONText
package import Signing

/// What a device says to its team.
package enum Statement: Sendable, Equatable {
    case item(ItemStatement)
    case tombstone(TombstoneStatement)
    case grant(GrantStatement)
    case revocation(RevocationStatement)

    package var type: StatementType {
        switch self {
        case .item: .item
        case .tombstone: .tombstone
        case .grant: .grant
        case .revocation: .revocation
        }
    }

    /// What is signed, as a value. It names its signer, so that nobody else can sign the same content under the same
    /// address.
    ///
    /// - Parameters:
    ///   - hub: the hub's id: 1 to 64 of a–z, 0–9, `-`. A statement for one hub means nothing at another.
    ///   - milliseconds: since 1970; told to people, and never a reason to count or not to count.
    package func payload(hub: String, at milliseconds: Int64, signer: VerifyingKey) -> JSON {
        .object(
            present: [
                ("v", .integer(Self.version)), ("type", .string(type.rawValue)), ("hub", .string(hub)),
                ("at", .integer(milliseconds)), ("signer", .string(signer.hex)),
            ] + members)
    }

    static let version: Int64 = 1
    private static let common = ["v", "type", "hub", "at", "signer"]

    private var members: [(String, JSON?)] {
        switch self {
        case .item(let statement): statement.members
        case .tombstone(let statement): statement.members
        case .grant(let statement): statement.members
        case .revocation(let statement): statement.members
        }
    }

    /// - Parameter payload: canonical.
    init(_ payload: JSON) throws(StatementFault) {
        guard case .integer(let version)? = payload["v"] else {
            throw StatementFault(.invalidStatement, "“v” is missing or no number.")
        }
        guard version == Self.version else {
            throw StatementFault(.unsupported, "The statement has version \(version), and this program knows 1.")
        }
        guard let type = payload["type"]?.string.flatMap(StatementType.init(rawValue:)) else {
            throw StatementFault(
                .invalidStatement,
                "“type” is none of \(StatementType.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        switch type {
        case .item:
            self = .item(
                try ItemStatement(
                    reader: StatementReader(
                        payload, place: "", required: Self.common + ItemStatement.required,
                        optional: ItemStatement.optional)))
        case .tombstone:
            self = .tombstone(
                try TombstoneStatement(
                    reader: StatementReader(
                        payload, place: "", required: Self.common + TombstoneStatement.required)))
        case .grant:
            self = .grant(
                try GrantStatement(
                    reader: StatementReader(payload, place: "", required: Self.common + GrantStatement.required)))
        case .revocation:
            self = .revocation(
                try RevocationStatement(
                    reader: StatementReader(
                        payload, place: "", required: Self.common + RevocationStatement.required,
                        optional: RevocationStatement.optional)))
        }
    }
}
