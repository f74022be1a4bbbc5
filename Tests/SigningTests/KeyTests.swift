import BinaryText
import Testing

@testable import Signing

@Suite struct KeyTests {
    /// RFC 8032, 7.1: seed, public key, message, signature.
    static let standard = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f059"
                + "5bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4"
                + "302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e971"
                + "6ed28dc027beceea1ec40a"
        ),
    ]

    @Test("the signatures of the standard's examples", arguments: standard)
    func examples(seed: String, publicKey: String, message: String, signature: String) throws {
        let key = try #require(Hexadecimal.bytes(of: seed).flatMap(SigningKey.init(seed:)))
        let message = try #require(Hexadecimal.bytes(of: message))
        #expect(key.verifyingKey.hex == publicKey)
        #expect(Hexadecimal.text(of: key.signature(for: message)) == signature)
        #expect(key.verifyingKey.isValid(signature: key.signature(for: message), for: message))
    }

    @Test("a signature holds for its message, its key and its bytes only")
    func alterations() {
        let key = SigningKey()
        let message = Array("what was said".utf8)
        let signature = key.signature(for: message)
        #expect(key.verifyingKey.isValid(signature: signature, for: message))
        #expect(!SigningKey().verifyingKey.isValid(signature: signature, for: message))
        #expect(!key.verifyingKey.isValid(signature: signature, for: message + [0]))
        #expect(!key.verifyingKey.isValid(signature: Array(signature.dropLast()), for: message))
        #expect(!key.verifyingKey.isValid(signature: [], for: message))
        for index in signature.indices {
            var altered = signature
            altered[index] ^= 1
            #expect(!key.verifyingKey.isValid(signature: altered, for: message))
        }
    }

    @Test("a second signature made from a first by adding the group's order is refused")
    func malleability() {
        let order = Hexadecimal.bytes(of: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010") ?? []
        let key = SigningKey()
        var signature = key.signature(for: [1])
        var carry = 0
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            signature[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        #expect(!key.verifyingKey.isValid(signature: signature, for: [1]))
    }

    @Test("keys of small order verify nothing")
    func smallOrder() throws {
        let neutral = try #require(VerifyingKey(bytes: [1] + [UInt8](repeating: 0, count: 31)))
        // With the neutral key, R = neutral and S = 0 would fit every message.
        #expect(!neutral.isValid(signature: neutral.bytes + [UInt8](repeating: 0, count: 32), for: [1, 2, 3]))
    }

    @Test("a key's text is 64 small digits and nothing else")
    func texts() {
        let key = SigningKey().verifyingKey
        #expect(VerifyingKey(hex: key.hex) == key)
        #expect(VerifyingKey(hex: key.hex.uppercased()) == nil || key.hex == key.hex.uppercased())
        #expect(VerifyingKey(hex: String(key.hex.dropLast())) == nil)
        #expect(VerifyingKey(hex: key.hex + "00") == nil)
        #expect(VerifyingKey(bytes: []) == nil)
        #expect(SigningKey(seed: [1, 2]) == nil)
    }

    @Test("the fingerprint has eight groups of four digits, of the key's hash")
    func fingerprint() throws {
        let key = try #require(VerifyingKey(bytes: [UInt8](repeating: 0, count: 32)))
        // SHA-256 of 32 zero bytes.
        #expect(key.fingerprint == "6668 7aad f862 bd77 6c8f c18b 8e9f 8e20")
    }

    @Test("bytes and their texts", arguments: [0, 1, 2, 3, 4, 31, 32, 33, 1000])
    func encodings(count: Int) {
        let bytes = RandomBytes.make(count)
        #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
        for alphabet in [Base64.Alphabet.standard, .address] {
            #expect(Base64.bytes(of: Base64.text(of: bytes, alphabet: alphabet), alphabet: alphabet) == bytes)
        }
    }

    @Test(
        "only the one text of some bytes is read",
        arguments: ["AQIDBA=", "AQIDBA", "AQIDBB==", "AQID BA==", "AQIDBA==\n", "AQ-DBA==", "=", "A", "ÄÄÄÄ"])
    func loose(text: String) {
        #expect(Base64.bytes(of: text) == nil)
    }

    @Test("whatever is read as base 64 is the text of what was read")
    func oneText() {
        let characters = Array("AZaz09+/=-_ \n%\u{C4}\u{FF}QgwE")
        for _ in 0..<5000 {
            let text = String((0..<Int.random(in: 0...9)).compactMap { _ in characters.randomElement() })
            for alphabet in [Base64.Alphabet.standard, .address] {
                guard let bytes = Base64.bytes(of: text, alphabet: alphabet) else { continue }
                #expect(Base64.text(of: bytes, alphabet: alphabet) == text)
            }
        }
    }

    @Test("keys stand in the order of their texts")
    func order() {
        let keys = (0..<300).compactMap { _ in VerifyingKey(bytes: RandomBytes.make(32)) }
        #expect(keys.sorted().map(\.hex) == keys.map(\.hex).sorted())
        #expect(!(keys[0] < keys[0]))
    }

    @Test("random bytes differ, and none are none")
    func random() {
        #expect(RandomBytes.make(0).isEmpty)
        #expect(Set((0..<100).map { _ in RandomBytes.make(16) }).count == 100)
    }
}
