import Digest
import Testing

@Suite struct SHA256Tests {
    @Test("The digests of the standard's examples")
    func standardExamples() {
        #expect(
            SHA256.hexDigest(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hexDigest(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test("Pieces of any length give the digest of the whole", arguments: [1, 3, 63, 64, 65, 127, 200])
    func pieces(length: Int) {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hash = SHA256()
        for start in stride(from: 0, to: message.count, by: length) {
            message[start..<min(start + length, message.count)].withUnsafeBytes { hash.update($0) }
        }
        #expect(SHA256.hexadecimal(hash.finalize()) == SHA256.hexDigest(of: message))
    }
}

@Suite struct PBKDF2Tests {
    private func check(_ password: String, _ salt: String, _ iterations: Int, pieces: Int = 1, _ expected: String) {
        var derivation = PBKDF2(password: Array(password.utf8), salt: Array(salt.utf8))
        for _ in 0..<pieces { derivation.run(iterations: iterations / pieces) }
        #expect(SHA256.hexadecimal(derivation.key) == expected, "\(password) \(iterations)")
    }

    // The first 32 bytes of RFC 7914's examples, and values of Python's hashlib for the rest.
    @Test("The keys of known examples, in one piece or many")
    func knownExamples() {
        check("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
        check("Password", "NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")
        check("Password", "NaCl", 80_000, pieces: 8, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")
        check("", "", 2, "97398411d6aea43a77acef92226ab8278d4db0668bd1d7a76a725f7680ac45c5")
        check(
            String(repeating: "long ", count: 30), "salt", 3,
            "52738b4084feabecfbad44bfd9ba6efd6ee876aa64a364c2f442f5a92af8be35")
    }
}
