/// What a hub answers to whom: the records of one instance of `_memos-hub._tcp.local` (RFC 6763).
struct HubService: Sendable {
    static let kind = DomainName("_memos-hub._tcp.local")
    /// Under which the kinds of services of a network are listed (RFC 6763, section 9).
    static let kinds = DomainName("_services._dns-sd._udp.local")

    let instance: DomainName
    let host: DomainName
    let port: Int
    private let text: [[UInt8]]

    /// Seconds that others may keep a record: of a host, and of anything else (RFC 6762, section 10).
    private static let hostLifetime: UInt32 = 120
    private static let lifetime: UInt32 = 4500
    /// The most that a simple resolver is told, which hears of no change (RFC 6762, section 6.7).
    private static let simpleLifetime: UInt32 = 10

    /// - Parameter mark: a few letters by chance. With them no two hubs have one name, so that none has to be fought for.
    init?(name: String, port: Int, fingerprint: String, version: String, mark: String) {
        let title = Self.shortened(name.isEmpty ? "memos" : name, to: DomainName.labelLimit - mark.utf8.count - 1)
        guard let kind = Self.kind, let instance = DomainName(["\(title) \(mark)"] + kind.labels),
            let host = DomainName(["memos-hub-\(mark)", "local"])
        else { return nil }
        self.instance = instance
        self.host = host
        self.port = port
        text = ["txtvers=1", "name=" + Self.shortened(name, to: 120), "fp=\(fingerprint)", "v=\(version)"]
            .map { Array($0.utf8.prefix(255)) }
    }

    private static func shortened(_ text: String, to bytes: Int) -> String {
        var text = text
        while text.utf8.count > bytes { text.removeLast() }
        return text
    }

    /// - Parameters:
    ///   - addresses: of the interface that the question came by, each of 4 or 16 bytes.
    ///   - isSimple: the asker is a plain resolver: it gets its question and its number back, and short lifetimes.
    /// - Returns: `nil` where there is nothing to say.
    func answer(to query: DiscoveryMessage, addresses: [[UInt8]], isSimple: Bool) -> DiscoveryMessage? {
        guard !query.isAnswer else { return nil }
        var answer = DiscoveryMessage(isAnswer: true)
        let (ours, hosts) = (identity(), addressRecords(addresses))
        for question in query.questions {
            let all = [pointer(), listing()].compactMap(\.self) + ours + hosts
            let asked = all.filter {
                $0.name.isSame(as: question.name) && [$0.kind, DiscoveryRecord.Kind.any].contains(question.kind)
            }
            let news = asked.filter { record in !query.answers.contains { isKnown(record, by: $0) } }
            answer.answers += news.filter { record in !answer.answers.contains { isSame(record, $0) } }
        }
        guard !answer.answers.isEmpty else { return nil }
        let next = answer.answers.contains { $0.kind == DiscoveryRecord.Kind.pointer } ? ours + hosts : hosts
        answer.additions = next.filter { record in !answer.answers.contains { isSame(record, $0) } }
        return isSimple ? simple(answer, query) : answer
    }

    /// All there is to say, unasked.
    ///
    /// - Parameter isEnd: take all of it back.
    func announcement(addresses: [[UInt8]], isEnd: Bool = false) -> DiscoveryMessage {
        var message = DiscoveryMessage(isAnswer: true)
        message.answers = [pointer()].compactMap(\.self) + identity() + addressRecords(addresses)
        if isEnd { for index in message.answers.indices { message.answers[index].lifetime = 0 } }
        return message
    }

    private func simple(_ answer: DiscoveryMessage, _ query: DiscoveryMessage) -> DiscoveryMessage {
        func short(_ record: DiscoveryRecord) -> DiscoveryRecord {
            DiscoveryRecord(record.name, record.content, lifetime: min(record.lifetime, Self.simpleLifetime))
        }
        var reply = DiscoveryMessage(id: query.id, isAnswer: true, questions: query.questions)
        for index in reply.questions.indices { reply.questions[index].wantsUnicast = false }
        reply.answers = answer.answers.map(short)
        reply.additions = answer.additions.map(short)
        return reply
    }

    private func pointer() -> DiscoveryRecord? {
        Self.kind.map { DiscoveryRecord($0, .pointer(instance), lifetime: Self.lifetime) }
    }

    private func listing() -> DiscoveryRecord? {
        guard let kinds = Self.kinds, let kind = Self.kind else { return nil }
        return DiscoveryRecord(kinds, .pointer(kind), lifetime: Self.lifetime)
    }

    private func identity() -> [DiscoveryRecord] {
        [
            DiscoveryRecord(
                instance, .service(port: port, host: host), lifetime: Self.hostLifetime, isUnique: true),
            DiscoveryRecord(instance, .text(text), lifetime: Self.lifetime, isUnique: true),
        ]
    }

    private func addressRecords(_ addresses: [[UInt8]]) -> [DiscoveryRecord] {
        addresses.map { DiscoveryRecord(host, .address($0), lifetime: Self.hostLifetime, isUnique: true) }
    }

    /// Whether the asker holds a record for longer than half of its time still (RFC 6762, section 7.1).
    private func isKnown(_ record: DiscoveryRecord, by known: DiscoveryRecord) -> Bool {
        isSame(record, known) && known.lifetime >= record.lifetime / 2
    }

    private func isSame(_ left: DiscoveryRecord, _ right: DiscoveryRecord) -> Bool {
        guard left.name.isSame(as: right.name) else { return false }
        switch (left.content, right.content) {
        case (.pointer(let one), .pointer(let other)): return one.isSame(as: other)
        case (.service(let port, let host), .service(let otherPort, let otherHost)):
            return port == otherPort && host.isSame(as: otherHost)
        case (.text(let one), .text(let other)): return one == other
        case (.address(let one), .address(let other)): return one == other
        default: return false
        }
    }
}
