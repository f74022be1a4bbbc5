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
