import Testing

@testable import HubDiscovery

@Suite("A hub that makes itself known")
struct ServiceTests {
    private let service: HubService
    private let fingerprint = String(repeating: "a1", count: 32)

    init() throws {
        service = try #require(
            HubService(name: "Team hub", port: 18912, fingerprint: fingerprint, version: "1.2.3", mark: "k7"))
    }

    private func query(
        _ name: DomainName?, _ kind: UInt16 = DiscoveryRecord.Kind.pointer, known: [DiscoveryRecord] = []
    ) throws -> DiscoveryMessage {
        var query = DiscoveryMessage(id: 99, questions: [.init(name: try #require(name), kind: kind)])
        query.answers = known
        return query
    }

    private func sent(_ message: DiscoveryMessage) throws -> DiscoveryMessage {
        try #require(DiscoveryMessage(message.bytes))
    }

    @Test("who asks for hubs hears all it needs in one packet")
    func whole() throws {
        let answer = try #require(
            service.answer(to: query(HubService.kind), addresses: [[10, 1, 2, 3]], isSimple: false))
        let hubs = HubAdvertisement.all(in: try sent(answer), from: "10.9.9.9")
        #expect(
            hubs == [
                HubAdvertisement(
                    name: "Team hub", host: "10.1.2.3", port: 18912, fingerprint: fingerprint, version: "1.2.3")
            ])
        #expect(answer.id == 0 && answer.questions.isEmpty)
        #expect(answer.answers.allSatisfy { !$0.isUnique } && answer.additions.allSatisfy(\.isUnique))
    }

    @Test("a plain resolver gets its question and its number back, and nothing to keep for long")
    func simple() throws {
        let answer = try #require(
            service.answer(to: query(HubService.kind), addresses: [[10, 1, 2, 3]], isSimple: true))
        let read = try sent(answer)
        #expect(read.id == 99 && read.questions.count == 1)
        #expect((read.answers + read.additions).allSatisfy { $0.lifetime <= 10 && !$0.isUnique })
    }

    @Test("who knows the answer already is not answered, until half of its time is over")
    func knownAnswers() throws {
        let all = try #require(service.answer(to: query(HubService.kind), addresses: [], isSimple: false))
        var known = all.answers
        #expect(service.answer(to: try query(HubService.kind, known: known), addresses: [], isSimple: false) == nil)
        known[0].lifetime = 2000
        #expect(service.answer(to: try query(HubService.kind, known: known), addresses: [], isSimple: false) != nil)
    }

    @Test("instance, host and the list of kinds are answered by their names; other names and answers are not")
    func names() throws {
        func kinds(_ name: DomainName?, _ kind: UInt16) throws -> [UInt16] {
            let query = try query(name, kind)
            return service.answer(to: query, addresses: [[10, 1, 2, 3]], isSimple: false)?.answers.map(\.kind) ?? []
        }
        #expect(try kinds(service.instance, DiscoveryRecord.Kind.service) == [33])
        #expect(try kinds(service.instance, DiscoveryRecord.Kind.any) == [33, 16])
        #expect(try kinds(service.host, DiscoveryRecord.Kind.address) == [1])
        #expect(try kinds(service.host, DiscoveryRecord.Kind.longAddress).isEmpty)
        #expect(try kinds(HubService.kinds, DiscoveryRecord.Kind.pointer) == [12])
        #expect(try kinds(DomainName("_http._tcp.local"), DiscoveryRecord.Kind.pointer).isEmpty)
        var answer = try query(HubService.kind)
        answer.isAnswer = true
        #expect(service.answer(to: answer, addresses: [], isSimple: false) == nil)
    }

    @Test("a hub that goes away takes back what it said, and is found no more")
    func goodbye() throws {
        let end = try sent(service.announcement(addresses: [[10, 1, 2, 3]], isEnd: true))
        #expect(end.answers.allSatisfy { $0.lifetime == 0 })
        #expect(HubAdvertisement.all(in: end, from: "10.1.2.3").isEmpty)
    }

    @Test("a hub that tells no address is found where its answer came from; one without fingerprint or port is none")
    func incomplete() throws {
        let message = try sent(service.announcement(addresses: []))
        #expect(HubAdvertisement.all(in: message, from: "10.4.4.4").map(\.host) == ["10.4.4.4"])
        let bare = try #require(HubService(name: "x", port: 1, fingerprint: "", version: "", mark: "m"))
        #expect(HubAdvertisement.all(in: try sent(bare.announcement(addresses: [])), from: "10.4.4.4").isEmpty)
        let closed = try #require(HubService(name: "x", port: 0, fingerprint: "ab", version: "", mark: "m"))
        #expect(HubAdvertisement.all(in: try sent(closed.announcement(addresses: [])), from: "10.4.4.4").isEmpty)
    }

    @Test("names that others made up command no terminal, and a name of any length fits")
    func hostileNames() throws {
        let name = "\u{1B}[2Jhub\u{202E}\u{7}" + String(repeating: "ü", count: 300)
        let hostile = try #require(HubService(name: name, port: 1, fingerprint: "ab", version: "\u{1B}1", mark: "m"))
        #expect(hostile.instance.labels[0].utf8.count <= 63)
        let found = try #require(
            HubAdvertisement.all(in: try sent(hostile.announcement(addresses: [])), from: "10.4.4.4").first)
        #expect(found.name.hasPrefix("[2Jhubüü") && found.name.unicodeScalars.count <= 80)
        #expect(found.version == "1")
    }

    @Test("addresses of both lengths are written as people write them; the short one comes first")
    func addresses() throws {
        let long: [UInt8] = [0xFD, 0] + [UInt8](repeating: 0, count: 13) + [9]
        let only = try sent(service.announcement(addresses: [long]))
        #expect(HubAdvertisement.all(in: only, from: "10.4.4.4").map(\.host) == ["fd00::9"])
        let both = try sent(service.announcement(addresses: [long, [10, 0, 0, 2]]))
        #expect(HubAdvertisement.all(in: both, from: "10.4.4.4").map(\.host) == ["10.0.0.2"])
    }
}
