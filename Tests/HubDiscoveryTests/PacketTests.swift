import Testing

@testable import HubDiscovery

@Suite("Packets of multicast DNS, as anybody may send them")
struct PacketTests {
    /// A header that counts one question and `answers` answers.
    private static func header(questions: UInt8 = 0, answers: UInt8 = 0, flags: UInt8 = 0) -> [UInt8] {
        [0, 7, flags, 0, 0, questions, 0, answers, 0, 0, 0, 0]
    }

    private static func question(_ name: [UInt8]) -> [UInt8] { header(questions: 1) + name + [0, 12, 0, 1] }

    @Test("a question is read: name, kind, and whether the answer may come to the asker alone")
    func question() throws {
        let name: [UInt8] = [10] + Array("_memos-hub".utf8) + [4] + Array("_tcp".utf8) + [5] + Array("LOCAL".utf8) + [0]
        let message = try #require(DiscoveryMessage(Self.header(questions: 1) + name + [0, 12, 0x80, 1]))
        #expect(message.id == 7 && !message.isAnswer)
        let read = try #require(message.questions.first)
        #expect(read.kind == DiscoveryRecord.Kind.pointer && read.wantsUnicast)
        #expect(try read.name.isSame(as: #require(HubService.kind)))
    }

    @Test("a name may go on where an earlier one goes on")
    func compression() throws {
        let first: [UInt8] = [3] + Array("hub".utf8) + [5] + Array("local".utf8) + [0]
        let second: [UInt8] = [1] + Array("a".utf8) + [0xC0, 16]
        let message = try #require(
            DiscoveryMessage(Self.header(questions: 2) + first + [0, 1, 0, 1] + second + [0, 1, 0, 1]))
        #expect(message.questions.map(\.name.description) == ["hub.local", "a.local"])
    }

    @Test(
        "pointers that lead to themselves, forward, or round and round end the reading",
        arguments: [
            [0xC0, 12], [0xC0, 200], [0xC0, 14, 0xC0, 12], [1, 97, 0xC0, 12], [0xC0], [0xFF, 0xFF], [0x80, 0],
            [0x40, 1],
        ] as [[UInt8]])
    func loops(_ name: [UInt8]) {
        #expect(DiscoveryMessage(Self.question(name)) == nil)
    }

    @Test("a name longer than 255 bytes is refused, also when it is put together by pointers")
    func longNames() {
        let label: [UInt8] = [63] + [UInt8](repeating: 97, count: 63)
        let whole = label + label + label + label + [0]
        #expect(DiscoveryMessage(Self.question(whole)) == nil)
        let half = label + label + [0]
        let doubled = Self.header(questions: 2) + half + [0, 12, 0, 1] + label + label + [0xC0, 12] + [0, 12, 0, 1]
        #expect(DiscoveryMessage(doubled) == nil)
        #expect(DomainName([String(repeating: "a", count: 64)]) == nil)
        #expect(DomainName("a..b") == nil)
    }

    @Test("every beginning of a message, and every message with one byte changed, is read or refused, never a crash")
    func damage() throws {
        let service = try #require(
            HubService(name: "Küche", port: 18912, fingerprint: "ab12", version: "1.0.0", mark: "zz"))
        let bytes = service.announcement(addresses: [[10, 0, 0, 1], [UInt8](repeating: 7, count: 16)]).bytes
        #expect(DiscoveryMessage(bytes) != nil)
        for count in 0..<bytes.count { #expect(DiscoveryMessage(Array(bytes.prefix(count))) == nil) }
        for index in bytes.indices {
            for value in [UInt8(0), 1, 0x3F, 0x40, 0xC0, 0xFF] {
                var changed = bytes
                changed[index] = value
                if let message = DiscoveryMessage(changed) {
                    _ = HubAdvertisement.all(in: message, from: "10.0.0.1")
                }
            }
        }
    }

    @Test("what is no question and no answer is left alone: other operations, errors, endless packets")
    func otherMessages() {
        #expect(DiscoveryMessage([]) == nil)
        #expect(DiscoveryMessage(Self.header(flags: 0x28)) == nil)
        #expect(DiscoveryMessage([0, 0, 0x84, 3] + [UInt8](repeating: 0, count: 8)) == nil)
        #expect(DiscoveryMessage([UInt8](repeating: 0, count: 9001)) == nil)
        #expect(DiscoveryMessage([0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8)) == nil)
    }

    @Test("a record whose length and content do not agree is refused")
    func lengths() {
        let pointer: [UInt8] = [1, 97, 0, 0, 12, 0, 1, 0, 0, 0, 9, 0, 9, 1, 98, 0]
        #expect(DiscoveryMessage(Self.header(answers: 1, flags: 0x84) + pointer) == nil)
        let text: [UInt8] = [1, 97, 0, 0, 16, 0, 1, 0, 0, 0, 9, 0, 3, 9, 98, 98]
        #expect(DiscoveryMessage(Self.header(answers: 1, flags: 0x84) + text) == nil)
    }
}
