import NIOCore

/// Asks the network for hubs.
package enum HubBrowser {
    /// More than these are not listed, whoever says so many things.
    private static let most = 64

    /// Hubs that answered within a time, by their names. Where there is no multicast, none.
    ///
    /// Asked from ports of our own, so that answers come to us alone, and nobody on this machine has to share the port of
    /// multicast DNS (RFC 6762, section 5.1).
    package static func search(for duration: Duration = .seconds(2)) async -> [HubAdvertisement] {
        let interfaces = MulticastInterface.all()
        let found = await withTaskGroup(of: [HubAdvertisement].self) { group in
            for interface in interfaces { group.addTask { await search(by: interface, for: duration) } }
            var all: Set<HubAdvertisement> = []
            for await some in group { all.formUnion(some) }
            return all
        }
        let sorted = found.sorted { ($0.name, $0.host, $0.port) < ($1.name, $1.host, $1.port) }
        return Array(sorted.prefix(most))
    }

    private static func search(by interface: MulticastInterface, for duration: Duration) async -> [HubAdvertisement] {
        guard let kind = HubService.kind, let group = try? DatagramSocket.group(),
            let socket = try? await DatagramSocket.open(interface.address, port: 0)
        else { return [] }
        let found = await withTaskGroup(of: [HubAdvertisement].self) { tasks in
            tasks.addTask { await collect(socket, by: interface) }
            guard (try? await socket.send(by: interface)) != nil else {
                await socket.close()
                return await tasks.next() ?? []
            }
            let question = DiscoveryMessage.Question(
                name: kind, kind: DiscoveryRecord.Kind.pointer, wantsUnicast: true)
            // A datagram may be lost: asked three times.
            for _ in 0..<3 {
                await socket.send(DiscoveryMessage(questions: [question]), to: group)
                try? await Task.sleep(for: duration / 3)
            }
            await socket.close()
            return await tasks.next() ?? []
        }
        return found
    }

    /// Until the socket is closed.
    private static func collect(
        _ socket: DatagramSocket, by interface: MulticastInterface
    ) async -> [HubAdvertisement] {
        var found: [HubAdvertisement] = []
        for await datagram in socket.received where interface.isNeighbour(datagram.sender) && found.count < most {
            guard let message = DiscoveryMessage(datagram.bytes) else { continue }
            for hub in HubAdvertisement.all(in: message, from: datagram.sender.ipAddress ?? "")
            where !found.contains(hub) {
                found.append(hub)
            }
        }
        return found
    }
}
