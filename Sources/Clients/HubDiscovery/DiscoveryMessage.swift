/// A message of multicast DNS (RFC 6762, section 18): questions, and records of all its sections in one list.
struct DiscoveryMessage: Sendable {
    struct Question: Sendable {
        var name: DomainName
        /// A `DiscoveryRecord.Kind`, or one that is not known here.
        var kind: UInt16
        /// Whether the answer may come to the asker alone.
        var wantsUnicast = false
    }

    /// 0 but in questions of simple resolvers and the answers to them.
    var id: UInt16 = 0
    var isAnswer = false
    var questions: [Question] = []
    var answers: [DiscoveryRecord] = []
    /// What is sent along, as the asker will want it next.
    var additions: [DiscoveryRecord] = []

    /// Longest packet that is read or sent, in bytes (RFC 6762, section 17).
    static let limit = 9000
    private static let answerFlags: UInt16 = 0x8400
    private static let topBit: UInt16 = 0x8000
    private static let internetClass: UInt16 = 1
    private static let anyClass: UInt16 = 255

    init(id: UInt16 = 0, isAnswer: Bool = false, questions: [Question] = []) {
        self.id = id
        self.isAnswer = isAnswer
        self.questions = questions
    }

    /// `nil` when the packet is no message, or is broken anywhere: half of one is not guessed at.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.limit else { return nil }
        var reader = PacketReader(bytes)
        guard let id = reader.half(), let flags = reader.half(), let questionCount = reader.half(),
            let answerCount = reader.half(), let authorityCount = reader.half(), let additionCount = reader.half()
        else { return nil }
        // Another operation than a question, or an answer that says it is an error (RFC 6762, sections 18.3 and 18.11).
        guard flags & 0x780F == 0 else { return nil }
        self.id = id
        isAnswer = flags & Self.topBit != 0
        for _ in 0..<questionCount {
            guard let name = reader.name(), let kind = reader.half(), let family = reader.half() else { return nil }
            let isOurs = [Self.internetClass, Self.anyClass].contains(family & ~Self.topBit)
            if isOurs { questions.append(Question(name: name, kind: kind, wantsUnicast: family & Self.topBit != 0)) }
        }
        for _ in 0..<answerCount {
            guard let record = DiscoveryRecord(&reader) else { return nil }
            answers.append(record)
        }
        for _ in 0..<Int(authorityCount) + Int(additionCount) {
            guard let record = DiscoveryRecord(&reader) else { return nil }
            additions.append(record)
        }
    }

    /// Names are written out, which every reader understands.
    var bytes: [UInt8] {
        var packet = PacketBytes()
        packet.half(id)
        packet.half(isAnswer ? Self.answerFlags : 0)
        for count in [questions.count, answers.count, 0, additions.count] { packet.half(UInt16(clamping: count)) }
        for question in questions {
            packet.name(question.name)
            packet.half(question.kind)
            packet.half(Self.internetClass | (question.wantsUnicast ? Self.topBit : 0))
        }
        for record in answers + additions { record.write(to: &packet) }
        return packet.bytes
    }
}

/// Fields of a packet, as they are put one behind the other.
struct PacketBytes {
    private(set) var bytes: [UInt8] = []

    mutating func half(_ value: UInt16) { bytes += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }

    mutating func word(_ value: UInt32) {
        half(UInt16(value >> 16))
        half(UInt16(truncatingIfNeeded: value))
    }

    mutating func append(_ field: [UInt8]) { bytes += field }

    mutating func name(_ name: DomainName) {
        for label in name.labels {
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        bytes.append(0)
    }
}
