/// Makes a hub known in the networks of this machine, by multicast DNS (RFC 6762) under `_memos-hub._tcp.local`
/// (RFC 6763): its name, its port, the fingerprint of its certificate and its version; nothing of what it holds.
package struct HubAdvertiser: Sendable {
    private let service: HubService?

    /// How often the interfaces of this machine are looked at.
    private static let look = Duration.seconds(20)

    /// - Parameters:
    ///   - name: what people know the hub by.
    ///   - fingerprint: SHA-256 of its certificate, in hexadecimal digits.
    ///   - version: of the program.
    package init(name: String, port: Int, fingerprint: String, version: String) {
        let mark = String(UInt32.random(in: .min ... .max), radix: 36)
        service = HubService(name: name, port: port, fingerprint: fingerprint, version: version, mark: mark)
    }

    /// Answers until its task is cancelled, and then says that the hub is gone. Networks that come and go are followed;
    /// without any it waits for one.
    package func run() async {
        guard let service else { return }
        while !Task.isCancelled {
            let interfaces = MulticastInterface.all()
            if let responder = await HubResponder(service, on: interfaces) {
                await responder.serve { await Self.waitForChange(of: interfaces) }
            } else {
                try? await Task.sleep(for: Self.look)
            }
        }
    }

    private static func waitForChange(of interfaces: [MulticastInterface]) async {
        while (try? await Task.sleep(for: look)) != nil {
            let now = MulticastInterface.all()
            guard now.count == interfaces.count, zip(now, interfaces).allSatisfy({ $0.isSame(as: $1) }) else { return }
        }
    }
}
