import NIOCore

/// A network interface that carries multicast, with the addresses it has.
struct MulticastInterface: Sendable {
    let device: NIONetworkDevice
    /// The first of its addresses of 4 bytes, which it sends from.
    let address: [UInt8]
    /// All it has that are good beyond a link, of 4 or 16 bytes.
    let addresses: [[UInt8]]
    private let networks: [(address: [UInt8], mask: [UInt8])]

    /// Those with an address of 4 bytes, but the loopback; empty where the system does not tell.
    static func all() -> [MulticastInterface] {
        let devices = (try? System.enumerateDevices()) ?? []
        let groups = Dictionary(grouping: devices.filter(\.multicastSupported), by: \.interfaceIndex)
        return groups.sorted { $0.key < $1.key }.compactMap { MulticastInterface($0.value) }
    }

    private init?(_ devices: [NIONetworkDevice]) {
        var networks: [(address: [UInt8], mask: [UInt8])] = []
        var (short, long): ([[UInt8]], [[UInt8]]) = ([], [])
        // A group is joined by an address: entries of other families would not do.
        var sender: NIONetworkDevice?
        for device in devices {
            guard let bytes = device.address.flatMap(Self.bytes) else { continue }
            if bytes.count == 4, bytes[0] != 127 {
                if sender == nil { sender = device }
                short.append(bytes)
                if let mask = device.netmask.flatMap(Self.bytes) { networks.append((bytes, mask)) }
            } else if bytes.count == 16, !Self.isLocal(bytes) {
                long.append(bytes)
            }
        }
        guard let device = sender, let address = short.first else { return nil }
        self.device = device
        self.address = address
        self.networks = networks
        addresses = short + long
    }

    /// Loopback, and addresses that say nothing without the name of an interface.
    private static func isLocal(_ bytes: [UInt8]) -> Bool {
        (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80) || bytes.dropLast().allSatisfy { $0 == 0 }
    }

    /// Whether somebody is a neighbour on this interface's link. Others are not answered (RFC 6762, section 11).
    func isNeighbour(_ peer: SocketAddress) -> Bool {
        guard let peer = Self.bytes(peer), peer.count == 4 else { return false }
        return networks.contains { network in
            network.mask.count == 4
                && (0..<4).allSatisfy { network.address[$0] & network.mask[$0] == peer[$0] & network.mask[$0] }
        }
    }

    /// Two of one kind, to see whether the network has changed.
    func isSame(as other: MulticastInterface) -> Bool {
        device.interfaceIndex == other.device.interfaceIndex && addresses == other.addresses
    }

    /// 4 or 16 bytes of an address; `nil` of what is none of the internet.
    private static func bytes(_ address: SocketAddress) -> [UInt8]? {
        // Where the address begins in `sockaddr_in` and in `sockaddr_in6`, on every system.
        let range: Range<Int>
        switch address.protocol {
        case .inet: range = 4..<8
        case .inet6: range = 8..<24
        default: return nil
        }
        return address.withSockAddr { pointer, size in
            size >= range.upperBound ? Array(UnsafeRawBufferPointer(start: pointer, count: size)[range]) : nil
        }
    }

    /// An address as people write it; `nil` when it is none of 4 or 16 bytes.
    static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        return try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress
    }
}
