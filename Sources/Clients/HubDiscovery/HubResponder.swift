import NIOCore

/// Answers for one hub on a set of interfaces: to the group, to the asker alone where it wants that, and to plain
/// resolvers in their own way.
actor HubResponder {
    /// An interface, and the socket that sends by it.
    private struct Line: Sendable {
        let interface: MulticastInterface
        let socket: DatagramSocket
        /// When the group was told last.
        var toldAt: ContinuousClock.Instant?
    }

    private let service: HubService
    private let group: SocketAddress
    private let listener: DatagramSocket
    private var lines: [Line]
    private var answered = (since: ContinuousClock.now, count: 0)

    /// The group is not told the same again sooner than this (RFC 6762, section 6).
    private static let quiet = Duration.seconds(1)
    /// Most answers a second, so that nobody is flooded through us.
    private static let rate = 100

    /// `nil` when there is no interface that carries multicast, or the port cannot be shared.
    init?(_ service: HubService, on interfaces: [MulticastInterface]) async {
        guard !interfaces.isEmpty, let group = try? DatagramSocket.group(),
            let listener = try? await DatagramSocket.open([0, 0, 0, 0], port: DatagramSocket.port)
        else { return nil }
        var lines: [Line] = []
        for interface in interfaces {
            guard (try? await listener.listen(on: interface)) != nil,
                let socket = try? await DatagramSocket.open(interface.address, port: DatagramSocket.port)
            else { continue }
            if (try? await socket.send(by: interface)) != nil {
                lines.append(Line(interface: interface, socket: socket))
            } else {
                await socket.close()
            }
        }
        guard !lines.isEmpty else {
            await listener.close()
            return nil
        }
        (self.service, self.group, self.listener, self.lines) = (service, group, listener, lines)
    }

    /// - Parameter change: returns when the interfaces are others; what is answered ends then, or with the task.
    func serve(until change: @escaping @Sendable () async -> Void) async {
        let sockets = [listener] + lines.map(\.socket)
        await withTaskGroup(of: Void.self) { tasks in
            for socket in sockets {
                tasks.addTask { for await datagram in socket.received { await self.answer(datagram) } }
            }
            tasks.addTask {
                await self.announce()
                try? await Task.sleep(for: Self.quiet)
                await self.announce()
                await change()
            }
            await tasks.next()
            tasks.cancelAll()
        }
        await announce(isEnd: true)
        for socket in sockets { await socket.close() }
    }

    private func announce(isEnd: Bool = false) async {
        for index in lines.indices {
            let line = lines[index]
            lines[index].toldAt = .now
            let message = service.announcement(addresses: line.interface.addresses, isEnd: isEnd)
            await line.socket.send(message, to: group)
        }
    }

    private func answer(_ datagram: Datagram) async {
        guard let query = DiscoveryMessage(datagram.bytes), !query.isAnswer,
            let index = lines.firstIndex(where: { $0.interface.isNeighbour(datagram.sender) })
        else { return }
        let isSimple = datagram.sender.port != DatagramSocket.port
        let line = lines[index]
        guard
            let answer = service.answer(to: query, addresses: line.interface.addresses, isSimple: isSimple),
            isWithinRate()
        else { return }
        if isSimple || query.questions.allSatisfy(\.wantsUnicast) {
            await line.socket.send(answer, to: datagram.sender)
        } else {
            await tell(answer, on: index)
        }
    }

    /// Tells the group, a little later by chance, as others may answer the same question.
    private func tell(_ answer: DiscoveryMessage, on index: Int) async {
        guard !wasTold(on: index) else { return }
        try? await Task.sleep(for: .milliseconds(Int.random(in: 20...120)))
        guard !wasTold(on: index) else { return }
        lines[index].toldAt = .now
        await lines[index].socket.send(answer, to: group)
    }

    private func wasTold(on index: Int) -> Bool {
        lines[index].toldAt.map { $0.duration(to: .now) < Self.quiet } ?? false
    }

    private func isWithinRate() -> Bool {
        if answered.since.duration(to: .now) > .seconds(1) { answered = (.now, 0) }
        answered.count += 1
        return answered.count <= Self.rate
    }
}
