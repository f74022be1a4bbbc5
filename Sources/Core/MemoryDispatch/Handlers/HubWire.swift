import BinaryText
import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import SharedStatements
import Signing

/// A hub as the wire tells of it.
enum HubWire {
    // MARK: Status

    static func json(_ status: HubService.Status?) -> JSON {
        guard let status else { return ["state": "off"] }
        let (kept, device) = (status.membership, status.device)
        return .object(present: [
            ("state", .string(kept.state.rawValue)),
            (
                "hub",
                [
                    "id": .string(kept.hub), "name": .string(kept.name), "address": .string(kept.address),
                    "fingerprint": .string(status.hubFingerprint),
                ]
            ),
            (
                "member",
                .object(present: [
                    ("member", device.map { .string($0.member) } ?? kept.told["member"]),
                    ("name", .string(device?.name ?? kept.displayName)),
                ])
            ),
            (
                "device",
                [
                    "id": .string(kept.device), "name": .string(kept.deviceName),
                    "fingerprint": .string(status.deviceFingerprint),
                ]
            ),
            ("role", device.map { .string($0.role.rawValue) } ?? kept.told["role"]),
            ("groups", device.map { JSON($0.groups.sorted()) } ?? kept.told["groups"]),
            ("reason", kept.told["reason"]), ("joinedAt", .integer(kept.joinedAt)), ("sync", sync(status)),
            (
                "counts",
                [
                    "waiting": JSON(status.counts[.waiting] ?? 0), "approved": JSON(status.counts[.approved] ?? 0),
                    "shared": JSON(status.shared), "withdrawn": JSON(status.counts[.withdrawn] ?? 0),
                ]
            ),
            (
                "log",
                .array(
                    status.log.map {
                        ["at": .integer($0.at), "kind": .string($0.kind), "message": .string($0.message)]
                    })
            ),
        ])
    }

    private static func sync(_ status: HubService.Status) -> JSON {
        let sync = status.sync
        let state = status.membership.isRepairing ? HubSyncState.Activity.rolledBack : sync.activity
        return .object(present: [
            ("state", .string(state.rawValue)), ("cursor", .integer(status.membership.cursor)),
            ("head", sync.head.map(JSON.integer)), ("lastSyncAt", sync.lastSyncAt.map(JSON.integer)),
            (
                "lastError",
                sync.lastError.map {
                    .object(present: [
                        ("code", .string($0.code.rawValue)), ("reason", $0.details?["reason"]),
                        ("message", .string($0.message)),
                        ("hint", $0.hint.map(JSON.string)),
                    ])
                }
            ),
            ("nextTryAt", sync.nextTryAt.map(JSON.integer)), ("outbox", JSON(status.outbox)),
        ])
    }

    // MARK: Sharing

    static func json(_ preview: HubService.Preview) -> JSON {
        [
            "statement": preview.statement, "bytes": JSON(preview.bytes), "digest": .string(preview.digest),
            "findings": .array(preview.findings.map(\.json)),
            "redactions": .array(
                preview.redactions.map {
                    ["kind": .string($0.kind), "place": .string($0.place), "count": JSON($0.count)]
                }),
        ]
    }

    static func receipt(_ shared: SharedVersion) -> JSON {
        [
            "item": .string(shared.item), "envelope": .string(shared.envelope), "version": JSON(shared.version),
        ]
    }

    static func json(_ shared: SharedVersion, hasChanged: Bool) -> JSON {
        .object(present: [
            ("id", .string(shared.envelope)), ("item", .string(shared.item)), ("localId", .string(shared.localID)),
            ("kind", .string(shared.kind)), ("name", .string(shared.name)), ("version", JSON(shared.version)),
            ("groups", JSON(shared.groups)), ("state", .string(shared.state.rawValue)),
            ("changed", hasChanged ? true : nil), ("error", shared.error.map(JSON.string)), ("at", .integer(shared.at)),
        ])
    }

    // MARK: Receiving

    static func json(_ received: HubService.Received) -> JSON { .object(present: members(of: received)) }

    static func whole(_ received: HubService.Received, diff: [LineChange]?) -> JSON {
        let statement = received.statement
        let files: JSON? = statement.map { statement in
            .array(
                statement.files.map {
                    [
                        "path": .string($0.path), "bytes": JSON($0.content.count),
                        "content": .string(Base64.text(of: $0.content)),
                    ]
                })
        }
        let changes: JSON? = diff.map { diff in
            .array(diff.map { ["kind": .string($0.kind.rawValue), "text": .string($0.text)] })
        }
        return .object(
            present: members(of: received) + [
                ("text", statement.map { .string($0.text) }), ("files", files), ("diff", changes),
                ("form", statement?.form), ("parents", statement.map { JSON($0.parents) }),
            ])
    }

    private static func members(of received: HubService.Received) -> [(String, JSON?)] {
        let (entry, statement) = (received.entry, received.statement)
        let skill = received.local as? Skill
        let trials: JSON? = skill.map {
            ["attempted": JSON($0.usage.trialsAttempted), "passed": JSON($0.usage.trialsPassed)]
        }
        return [
            ("envelope", .string(entry.envelope)), ("item", .string(entry.item)), ("kind", .string(entry.kind)),
            ("state", .string(entry.state.rawValue)), ("name", entry.name.isEmpty ? nil : .string(entry.name)),
            ("summary", entry.summary.isEmpty ? nil : .string(entry.summary)), ("member", .string(entry.member)),
            ("memberName", .string(received.memberName)), ("signer", .string(entry.signer)),
            ("fingerprint", .string(received.fingerprint)), ("groups", JSON(entry.groups)),
            ("version", JSON(entry.version)), ("isUpdate", .bool(received.isUpdate)),
            ("forkOf", entry.forkOf.map(JSON.string)), ("findings", entry.findings),
            ("receivedAt", .integer(entry.receivedAt)), ("at", .integer(entry.decidedAt ?? entry.receivedAt)),
            ("decidedBy", entry.decidedBy.map { .string($0.rawValue) }), ("reason", entry.reason.map(JSON.string)),
            ("localId", received.localID.map(JSON.string)), ("trials", trials),
            ("reliability", skill.map { .double($0.reliability) }), ("evidence", statement.map { evidence($0) }),
            ("licence", statement.map { .string($0.licence) }), ("provenance", statement.map { provenance($0) }),
            (
                "project",
                statement?.project.map { ["name": .string($0.name), "fingerprint": .string($0.fingerprint)] }
            ),
        ]
    }

    private static func evidence(_ statement: ItemStatement) -> JSON {
        let evidence = statement.evidence
        return [
            "support": .integer(evidence.support), "gain": .double(Double(evidence.gain) / 1000),
            "reliability": .double(Double(evidence.reliability) / 1000), "trials": .integer(evidence.trials),
            "sources": .integer(evidence.sources), "tools": JSON(evidence.tools),
        ]
    }

    private static func provenance(_ statement: ItemStatement) -> JSON {
        switch statement.provenance {
        case .rules: ["by": "rules"]
        case .model(let name): .object(present: [("by", "model"), ("model", name.map(JSON.string))])
        }
    }
}
