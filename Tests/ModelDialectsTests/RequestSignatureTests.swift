import CChecksum
import Digest
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct RequestSignatureTests {
    @Test("HMAC-SHA-256 gives the codes of RFC 4231")
    func messageCodes() {
        func code(_ key: [UInt8], _ text: String) -> String {
            SHA256.hexadecimal(MessageCode.sha256(Array(text.utf8), key: key))
        }
        #expect(
            code(Array(repeating: 0x0B, count: 20), "Hi There")
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            code(Array("Jefe".utf8), "what do ya want for nothing?")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            code(
                Array(repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First")
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    /// The account, region and service of AWS's published suite.
    private func signature(
        _ method: String, _ path: String = "/", query: String = "", headers: [WireHeader] = [], body: String = ""
    ) throws -> String {
        let signature = RequestSignature(
            credentials: try #require(AWSCredentials("AKIDEXAMPLE00000:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")),
            region: "us-east-1", service: "service")
        let added = signature.headers(
            method: method, path: path, query: query, headers: [WireHeader("Host", "example.amazonaws.com")] + headers,
            body: Array(body.utf8), time: Fixture.time)
        #expect(added.first == WireHeader("X-Amz-Date", "20150830T123600Z"))
        let text = try #require(added.last?.value)
        return String(text.suffix(64))
    }

    @Test("Requests of AWS's published suite get the published signatures")
    func publishedSuite() throws {
        #expect(
            try signature("GET") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
        #expect(
            try signature("POST") == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
        #expect(
            try signature("GET", "/ሴ") == "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")
        #expect(
            try signature(
                "POST", headers: [WireHeader("Content-Type", "application/x-www-form-urlencoded")],
                body: "Param1=value1") == "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
        #expect(
            try signature(
                "GET", headers: [WireHeader("My-Header1", " value1"), WireHeader("My-Header2", " \"a   b   c\"")])
                == "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")
        #expect(
            try signature("GET", query: "Param1=value1&Param2=value2")
                == "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")
    }

    @Test("The example of AWS's guide, with all that stands in the header")
    func guide() throws {
        let signature = RequestSignature(
            credentials: try #require(AWSCredentials("AKIDEXAMPLE00000:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")),
            region: "us-east-1", service: "iam")
        let added = signature.headers(
            method: "GET", path: "/", query: "Action=ListUsers&Version=2010-05-08",
            headers: [
                WireHeader("Host", "iam.amazonaws.com"),
                WireHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            ], body: [], time: Fixture.time)
        #expect(
            added.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE00000/20150830/us-east-1/iam/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }

    @Test("Keys of an account are told from others")
    func credentials() throws {
        let session = try #require(AWSCredentials("ASIAIOSFODNN7EXAMPLE:secret/with+signs:token:with:colons"))
        #expect(session.id == "ASIAIOSFODNN7EXAMPLE")
        #expect(session.secret.revealed == "secret/with+signs")
        #expect(session.token?.revealed == "token:with:colons")
        #expect(AWSCredentials("ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl") == nil)
        #expect(AWSCredentials("bedrock-api-key-YmVkcm9jaw==") == nil)
        #expect("\(session)".contains("secret/with") == false)
    }

    @Test("A time is stamped to the second")
    func stamp() {
        #expect(RequestSignature.stamp(1_795_305_599_999) == "20261121T235959Z")
    }
}
