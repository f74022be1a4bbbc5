import HubClient
import Testing

@Suite struct HubAddressTests {
    @Test(
        "An address is read as people write it",
        arguments: [
            ("hub.local", "hub.local:18912", true), ("HUB.local:1234", "hub.local:1234", true),
            ("https://192.168.1.20:18912/", "192.168.1.20:18912", true), ("[::1]", "[::1]:18912", true),
            ("[fe80::1]:99", "[fe80::1]:99", true), ("http://127.0.0.1:80", "127.0.0.1:80", false),
            ("http://localhost", "localhost:18912", false),
        ])
    func reads(_ text: String, _ expected: String, _ isEncrypted: Bool) throws {
        let address = try #require(HubAddress(text))
        #expect(address.description == expected)
        #expect(address.isEncrypted == isEncrypted)
    }

    @Test(
        "What is no address, or would go unencrypted through the network, is refused",
        arguments: [
            "", "hub:0", "hub:65536", "hub:+80", "hub:", "a b", "host/path", "user@host", "host?x", "::1", "[::1",
            "[host]:1", "[::1]x", "http://192.168.1.20", "http://hub.local:18912", "http://127.0.0.1.example.com",
            "ho\u{202E}st", "host\r\nX: y", "https://https://host", "http://https://host",
        ])
    func refuses(_ text: String) {
        #expect(HubAddress(text) == nil)
    }
}
