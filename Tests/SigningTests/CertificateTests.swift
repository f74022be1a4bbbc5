import Testing

@testable import Signing

@Suite struct CertificateTests {
    private func key(_ first: UInt8) throws -> SigningKey {
        try #require(SigningKey(seed: [UInt8](repeating: first, count: 32)))
    }

    /// Where an element stands, header included, and where its content begins.
    private func element(of bytes: [UInt8], at start: Int) -> (whole: Range<Int>, content: Int) {
        let first = Int(bytes[start + 1])
        guard first > 0x7F else { return (start..<start + 2 + first, start + 2) }
        let content = start + 2 + first - 0x80
        let length = bytes[start + 2..<content].reduce(0) { $0 << 8 | Int($1) }
        return (start..<content + length, content)
    }

    @Test("key and name make the certificate, byte for byte")
    func deterministic() throws {
        let one = CertificateIdentity(key: try key(1), name: "Werkstatt")
        #expect(one.certificateDER == CertificateIdentity(key: try key(1), name: "Werkstatt").certificateDER)
        #expect(one.certificateDER != CertificateIdentity(key: try key(2), name: "Werkstatt").certificateDER)
        #expect(one.certificateDER != CertificateIdentity(key: try key(1), name: "Office").certificateDER)
        #expect(one.fingerprint.utf8.count == 64)
    }

    /// Made once and read with another implementation, which found it signed by itself and strictly right.
    @Test("the certificate of a known key is the one that was examined")
    func examined() throws {
        let key = try #require(SigningKey(seed: Array(0..<32)))
        let identity = CertificateIdentity(key: key, name: "Werkstatt-Hub ä")
        #expect(identity.fingerprint == "b31e3ed93a54ee18b1a9e7e799dca2297933ba3db8bda5520ae2c765875aa4d9")
    }

    @Test("its signature is its own key's, over what it says")
    func signed() throws {
        let key = try key(3)
        let whole = CertificateIdentity(key: key, name: "Hub").certificateDER
        // What is signed is the first element inside the outer one; the signature stands at the end.
        let content = Array(whole[element(of: whole, at: element(of: whole, at: 0).content).whole])
        #expect(key.verifyingKey.isValid(signature: Array(whole.suffix(64)), for: content))
    }

    @Test(
        "names of any length and no name make a certificate", arguments: ["", "a", String(repeating: "ä", count: 300)])
    func names(name: String) throws {
        let identity = CertificateIdentity(key: try key(4), name: name)
        #expect(element(of: identity.certificateDER, at: 0).whole == identity.certificateDER.indices)
    }

    @Test("lengths below 128 have one byte, others as many as they need")
    func lengths() {
        #expect(DER.octetString([1, 2]) == [4, 2, 1, 2])
        #expect(DER.octetString([UInt8](repeating: 0, count: 127)).prefix(2) == [4, 127])
        #expect(DER.octetString([UInt8](repeating: 0, count: 128)).prefix(3) == [4, 0x81, 128])
        #expect(DER.octetString([UInt8](repeating: 0, count: 256)).prefix(4) == [4, 0x82, 1, 0])
    }
}
