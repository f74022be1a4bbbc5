import NIOCore
import NIOEmbedded
import Testing

@testable import HubServer

@Suite("How many connections one address may have")
struct AddressDoorTests {
    private let open = OpenConnections(limit: 2)

    private func connect(from address: String) async throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: AddressDoor(open))
        try await channel.connect(to: SocketAddress(ipAddress: address, port: 4)).get()
        return channel
    }

    @Test("one too many is closed, and who leaves makes room; others have their own")
    func limit() async throws {
        let first = try await connect(from: "10.0.0.7")
        let second = try await connect(from: "10.0.0.7")
        #expect(first.isActive && second.isActive)
        #expect(try await !connect(from: "10.0.0.7").isActive)
        #expect(try await connect(from: "10.0.0.8").isActive)
        try await first.close().get()
        let third = try await connect(from: "10.0.0.7")
        #expect(third.isActive)
        #expect(try await !connect(from: "10.0.0.7").isActive)
    }

    @Test("a network of IPv6 counts as one")
    func networks() async throws {
        for end in 1...2 { #expect(try await connect(from: "2001:db8::\(end)").isActive) }
        #expect(try await !connect(from: "2001:db8::3").isActive)
        #expect(try await connect(from: "2001:db8:0:1::3").isActive)
    }

    @Test("this machine may have any number", arguments: ["127.0.0.1", "::1"])
    func own(address: String) async throws {
        for _ in 1...5 { #expect(try await connect(from: address).isActive) }
    }
}
