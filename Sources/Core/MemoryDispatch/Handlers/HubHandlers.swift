import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import SharedStatements

extension Dispatcher {
    mutating func registerHub(_ memory: Memory) {
        registerHubMembership(memory.hub)
        registerHubSharing(memory.hub)
        registerHubReview(memory.hub)
        registerHubTeam(memory.hub)
        registerHubAdministration(memory.hub)
    }

    private mutating func registerHubMembership(_ hub: HubService) {
        register(HubStatus.self) { _, _ in WireValue(HubWire.json(try await hub.status())) }
        register(HubJoin.self) { request, _ in
            try await hub.join(
                address: request.address, code: request.code, name: request.name, deviceName: request.deviceName)
            return WireValue(HubWire.json(try await hub.status()))
        }
        register(HubLeave.self) { request, _ in
            WireValue(["ok": true, "told": .bool(try await hub.leave(forgets: request.forgets))])
        }
        register(HubDiscover.self) { _, _ in
            WireValue([
                "hubs": .array(
                    try await hub.discover().map {
                        [
                            "name": .string($0.name), "address": .string($0.address),
                            "fingerprint": .string($0.fingerprint),
                        ]
                    })
            ])
        }
        register(HubSync.self) { _, _ in
            try await hub.sync()
            return WireValue(HubWire.json(try await hub.status()))
        }
        register(HubPull.self) { _, _ in
            try await hub.sync()
            return WireValue(HubWire.json(try await hub.status()))
        }
        register(HubSearch.self) { request, _ in
            WireValue(try await hub.search(request.query, kinds: request.kinds, limit: request.limit))
        }
    }

    private mutating func registerHubSharing(_ hub: HubService) {
        register(HubPreview.self) { request, _ in
            WireValue(HubWire.json(try await hub.preview(SharingOffer(request.offer))))
        }
        register(HubShare.self) { request, _ in
            let shared = try await hub.share(SharingOffer(request.offer), confirmed: request.confirmed)
            return WireValue(HubWire.receipt(shared))
        }
        register(HubPublish.self) { request, _ in
            let shared = try await hub.share(SharingOffer(request.offer), confirmed: request.confirmed)
            return WireValue(HubWire.receipt(shared))
        }
        register(HubUnshare.self) { request, _ in
            WireValue(["item": .string(try await hub.unshare(request.item, reason: request.reason))])
        }
        register(HubShared.self) { _, _ in
            WireValue([
                "items": .array(try await hub.shared().map { HubWire.json($0.version, hasChanged: $0.hasChanged) })
            ])
        }
    }

    private mutating func registerHubReview(_ hub: HubService) {
        register(HubReview.self) { request, _ in
            let states = TeamEntry.State(rawValue: request.state).map { [$0] } ?? []
            return WireValue(["items": .array(try await hub.received(in: states).map { HubWire.json($0) })])
        }
        register(HubReceived.self) { _, _ in
            WireValue([
                "items": .array(try await hub.received(in: [.approved, .withdrawn]).map { HubWire.json($0) })
            ])
        }
        register(HubItem.self) { request, _ in
            let (item, diff) = try await hub.received(request.envelope)
            return WireValue(HubWire.whole(item, diff: diff))
        }
        register(HubApprove.self) { request, _ in
            WireValue(ItemWire.json(try await hub.approve(request.envelope, as: request.name)))
        }
        register(HubRefuse.self) { request, _ in
            try await hub.refuse(request.envelope, reason: request.reason)
            return WireValue(["ok": true])
        }
        register(HubTrust.self) { request, _ in
            try await hub.trust(member: request.member, group: request.group)
            return WireValue(["ok": true])
        }
        register(HubUntrust.self) { request, _ in
            WireValue(["ok": .bool(try await hub.distrust(member: request.member, group: request.group))])
        }
        register(HubTrusted.self) { _, _ in
            WireValue([
                "trusted": .array(
                    try await hub.trusted().map { trust, name in
                        [
                            "member": .string(trust.member), "name": .string(name), "group": .string(trust.group),
                            "at": .integer(trust.at),
                        ]
                    })
            ])
        }
    }
}

extension SharingOffer {
    init(_ offer: HubOffer) {
        self.init(
            id: offer.id, isExcerpt: offer.isExcerpt, groups: offer.groups, traces: offer.traces,
            licence: offer.licence ?? "")
    }
}
