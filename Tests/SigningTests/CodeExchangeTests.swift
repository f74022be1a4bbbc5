import BinaryText
import Testing

@testable import Signing

@Suite struct CodeExchangeTests {
    private static func bytes(_ hex: String) -> [UInt8] { Hexadecimal.bytes(of: hex) ?? [] }

    /// The draft's examples for ristretto255 and SHA-512 (appendix B).
    private let session = bytes("7e4b4791d6a8ef019b936c79fb7f2c57")
    private let channel = bytes("6f630b425f726573706f6e6465720b415f696e69746961746f72")
    private let firstScalar = bytes("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08")
    private let firstShare = "d40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a"
    private let secondScalar = bytes("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d")
    private let secondShare = "08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307"

    @Test("the generator of the draft's example")
    func generator() {
        let generator = CodeExchange.generator(password: Array("Password".utf8), session: session, channel: channel)
        #expect(
            Hexadecimal.text(of: generator) == "a6fc82c3b8968fbb2e06fee81ca858586dea50d248f0c7ca6a18b0902a30b36b")
    }

    @Test("the shares and the session key of the draft's example")
    func example() throws {
        func side(_ scalar: [UInt8]) -> CodeExchange {
            CodeExchange(password: Array("Password".utf8), session: session, channel: channel, scalar: scalar)
        }
        #expect(Hexadecimal.text(of: side(firstScalar).share) == firstShare)
        #expect(Hexadecimal.text(of: side(secondScalar).share) == secondShare)
        let point = try #require(CodeExchange.product(firstScalar, Self.bytes(secondShare)))
        #expect(point == CodeExchange.product(secondScalar, Self.bytes(firstShare)))
        let key = CodeExchange.sessionKey(
            session: session, point: point, first: (Self.bytes(firstShare), Array("ADa".utf8)),
            second: (Self.bytes(secondShare), Array("ADb".utf8)))
        #expect(
            Hexadecimal.text(of: key)
                == "4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d8346f30aa58377117eb20d527f2cbc5c76381f"
                + "7fd372e89df8239f87f2e02ed1")
    }

    @Test("lengths stand in front, in LEB128")
    func joined() {
        #expect(
            CodeExchange.joined(["1234", "5", "", "678"].map { Array($0.utf8) })
                == Self.bytes("043132333401350003363738"))
        #expect(CodeExchange.joined([[UInt8](repeating: 7, count: 127)]).prefix(2) == [0x7F, 7])
        #expect(CodeExchange.joined([[UInt8](repeating: 7, count: 128)]).prefix(3) == [0x80, 1, 7])
        #expect(CodeExchange.joined([[UInt8](repeating: 7, count: 300)]).prefix(3) == [0xAC, 2, 7])
    }

    @Test("multiples of the group's generator (RFC 9496, A.1)")
    func multiples() {
        let base = Self.bytes("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
        let expected = [
            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
            "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
            "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
        ]
        for (index, text) in expected.enumerated() {
            let scalar = [UInt8(index + 1)] + [UInt8](repeating: 0, count: 31)
            #expect(CodeExchange.product(scalar, base).map(Hexadecimal.text(of:)) == text)
        }
        #expect(CodeExchange.product([UInt8](repeating: 0, count: 32), base) == nil)
    }

    @Test(
        "shares that are no element, not in their one form, or neutral are refused",
        arguments: [
            // Neutral; beyond the field; negative; no square (RFC 9496, A.2); the draft's invalid point; lengths.
            "0000000000000000000000000000000000000000000000000000000000000000",
            "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
            "2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c",
            "", "e2", "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d7600",
        ])
    func invalidShares(hex: String) {
        for role in [CodeExchange.Role.client, .hub] {
            let side = CodeExchange(code: "7K2MQ0XW93TF", session: session, channel: channel)
            #expect(throws: SigningFault.invalidShare) { try side.finish(peer: Self.bytes(hex), role: role) }
        }
    }

    @Test("a share that comes back is refused")
    func reflected() {
        let side = CodeExchange(code: "7K2MQ0XW93TF", session: session, channel: channel)
        #expect(throws: SigningFault.reflectedShare) { try side.finish(peer: side.share, role: .client) }
    }

    private func agree(
        _ code: String, _ other: String, channels: ([UInt8], [UInt8]) = ([1], [1]),
        sessions: ([UInt8], [UInt8]) = ([2], [2])
    ) throws -> (client: AgreedKeys, hub: AgreedKeys) {
        let client = CodeExchange(code: code, session: sessions.0, channel: channels.0)
        let hub = CodeExchange(code: other, session: sessions.1, channel: channels.1)
        return (
            try client.finish(peer: hub.share, role: .client), try hub.finish(peer: client.share, role: .hub)
        )
    }

    @Test("with the same code both sides have the same keys, and others each time")
    func rightCode() throws {
        let (client, hub) = try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF")
        #expect(client.bytes == hub.bytes)
        #expect(hub.isConfirmation(client.confirmation(of: .client), of: .client))
        #expect(client.isConfirmation(hub.confirmation(of: .hub), of: .hub))
        #expect(try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF").client.bytes != client.bytes)
    }

    @Test("a wrong code, another channel or another session gives no common key and no proof")
    func wrongCode() throws {
        for (client, hub) in [
            try agree("7K2MQ0XW93TF", "7K2MQ0XW93TG"),
            try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF", channels: ([1], [3])),
            try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF", sessions: ([2], [3])),
        ] {
            #expect(!hub.isConfirmation(client.confirmation(of: .client), of: .client))
            #expect(!client.isConfirmation(hub.confirmation(of: .hub), of: .hub))
            #expect(hub.open(client.seal([1], by: .client), from: .client) == nil)
        }
    }

    @Test("one side's proof is not the other's")
    func proofsHaveDirections() throws {
        let (client, hub) = try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF")
        #expect(!client.isConfirmation(client.confirmation(of: .client), of: .hub))
        #expect(!hub.isConfirmation(hub.confirmation(of: .hub), of: .client))
        #expect(!hub.isConfirmation([], of: .client))
    }

    @Test("what one side sealed only that side's key opens, whole and unaltered", arguments: [0, 1, 100, 5000])
    func sealed(count: Int) throws {
        let (client, hub) = try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF")
        let message = RandomBytes.make(count)
        let sealed = client.seal(message, by: .client)
        #expect(hub.open(sealed, from: .client) == message)
        #expect(hub.open(sealed, from: .hub) == nil)
        #expect(client.open(hub.seal(message, by: .hub), from: .hub) == message)
        #expect(client.open(hub.seal(message, by: .hub), from: .client) == nil)
        #expect(client.seal(message, by: .client) != sealed)
        for index in [0, 23, 24, sealed.count - 1] {
            var altered = sealed
            altered[index] ^= 0x80
            #expect(hub.open(altered, from: .client) == nil)
        }
        #expect(hub.open(Array(sealed.dropLast()), from: .client) == nil)
        #expect(hub.open(Array(sealed.prefix(39)), from: .client) == nil)
        #expect(hub.open([], from: .client) == nil)
    }

    @Test("another process of the hub ends what one began")
    func kept() throws {
        let (client, hub) = try agree("7K2MQ0XW93TF", "7K2MQ0XW93TF")
        let remade = try #require(AgreedKeys(bytes: hub.bytes))
        #expect(remade.isConfirmation(client.confirmation(of: .client), of: .client))
        #expect(remade.open(client.seal([5], by: .client), from: .client) == [5])
        #expect(AgreedKeys(bytes: Array(hub.bytes.dropLast())) == nil)
    }
}

@Suite struct PairingCodeTests {
    @Test("a code is read as people type it")
    func typed() throws {
        let code = try #require(PairingCode("7K2M-Q0XW-931F"))
        #expect(code.symbols == "7K2MQ0XW931F")
        #expect(code.handle == "7K2M")
        #expect(code.text == "7K2M-Q0XW-931F")
        for typed in ["7k2mq0xw931f", " 7K2M QOXW 93LF ", "7k2m-qoxw-93if", "7-K-2-M-Q-0-X-W-9-3-1-F"] {
            #expect(PairingCode(typed) == code)
        }
    }

    @Test("what is no code is not read", arguments: ["", "7K2M", "7K2MQ0XW931FA", "7K2MQ0XW931U", "７K2MQ0XW931F", "ß"])
    func wrong(typed: String) {
        #expect(PairingCode(typed) == nil)
    }

    @Test("new codes differ and read back")
    func fresh() {
        let codes = (0..<200).map { _ in PairingCode() }
        #expect(Set(codes.map(\.symbols)).count == 200)
        #expect(codes.allSatisfy { PairingCode($0.text) == $0 })
    }
}
