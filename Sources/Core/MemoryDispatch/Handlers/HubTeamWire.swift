import JSONText
import MemoryCore
import SharedStatements
import Signing

/// A team as the wire tells of it.
extension HubWire {
    static func members(_ team: HubService.Team) -> JSON {
        [
            "members": .array(team.members.map { json($0, lastSeen: team.lastSeen) }),
            "pending": .array(team.pending.map(pending)),
        ]
    }

    private static func json(_ member: TeamMember, lastSeen: [String: Int64]) -> JSON {
        [
            "member": .string(member.member), "name": .string(member.name), "role": .string(member.role.rawValue),
            "groups": JSON(member.groups.sorted()), "active": .bool(member.isActive),
            "devices": .array(
                member.devices.map { device in
                    .object(present: [
                        ("id", .string(device.key.hex)), ("name", .string(device.deviceName)),
                        ("role", .string(device.role.rawValue)),
                        ("state", .string(device.isActive ? "active" : "revoked")),
                        ("root", device.isRoot ? true : nil), ("fingerprint", .string(device.key.fingerprint)),
                        ("lastSeenAt", lastSeen[device.key.hex].map(JSON.integer)),
                    ])
                }),
        ]
    }

    /// A device that waits, of what the hub says of it only what is known by its form.
    private static func pending(_ device: JSON) -> JSON {
        let key = device["device"]?.string ?? ""
        return .object(present: [
            ("id", .string(key)), ("device", .string(key)), ("name", device["name"]),
            ("deviceName", device["deviceName"]), ("state", "pending"),
            ("fingerprint", VerifyingKey(hex: key).map { .string($0.fingerprint) }),
            ("role", device["invited"]?["role"] ?? device["role"]),
            ("groups", device["invited"]?["groups"] ?? device["groups"]), ("lastSeenAt", device["lastSeenAt"]),
        ])
    }

    static func json(_ device: TeamDevice) -> JSON {
        [
            "device": .string(device.key.hex), "member": .string(device.member), "name": .string(device.name),
            "deviceName": .string(device.deviceName), "role": .string(device.role.rawValue),
            "groups": JSON(device.groups.sorted()), "state": .string(device.isActive ? "active" : "revoked"),
            "fingerprint": .string(device.key.fingerprint),
        ]
    }

    static func groups(_ team: HubService.Team) -> JSON {
        let names = Set(team.members.flatMap(\.groups)).sorted()
        return [
            "groups": .array(
                names.map { group in
                    [
                        "name": .string(group), "items": JSON(team.itemsOfGroup[group] ?? 0),
                        "members": .array(
                            team.members.filter { $0.groups.contains(group) }.map {
                                [
                                    "member": .string($0.member), "name": .string($0.name),
                                    "role": .string($0.role.rawValue),
                                ]
                            }),
                    ]
                })
        ]
    }

    static func json(_ envelope: VerifiedEnvelope, by device: TeamDevice?) -> JSON {
        let (kind, id, reason) =
            switch envelope.statement {
            case .tombstone(let statement): ("tombstone", statement.item, statement.reason)
            case .revocation(let statement): subject(statement)
            case .item, .grant: ("", "", "")
            }
        return .object(present: [
            ("envelope", .string(envelope.id)), ("kind", .string(kind)), ("id", .string(id)),
            ("reason", .string(reason)), ("at", .integer(envelope.at)),
            ("by", device.map { ["member": .string($0.member), "name": .string($0.name)] }),
        ])
    }

    private static func subject(_ statement: RevocationStatement) -> (String, String, String) {
        switch statement.subject {
        case .envelope(let id): ("envelope", id, statement.reason)
        case .item(let item): ("item", item, statement.reason)
        case .device(let key): ("device", key.hex, statement.reason)
        case .member(let member): ("member", member, statement.reason)
        }
    }
}
