import JSONText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// aider: `.aider.chat.history.md` beside the work, all sessions of a folder in one Markdown file. Lines of the user
/// begin with `####`, lines of the program with `>`; everything else is the agent's answer. There are no times but the
/// start of each session, in local time.
struct Aider: TranscriptFormatReader {
    private static let heading = "# aider chat started at "
    private var assembler: TurnAssembler?
    private var answer: [String] = []
    private var question: [String] = []
    private var answerLine = 0
    private var questionLine = 0

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasSuffix(".aider.chat.history.md")
    }

    static func read(_ reading: TranscriptReading) throws {
        var reader = Self()
        var lines = try LineReader(path: reading.source.path)
        var number = 0
        while let line = try lines.next() {
            number += 1
            guard case .bytes(let bytes, _) = line else {
                reading.note(.lineTooLong)
                continue
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                reading.note(.invalidUTF8)
                continue
            }
            if text.hasPrefix(heading) {
                try reader.finish(reading)
                reader.begin(String(text.dropFirst(heading.count)).trimmed, path: reading.source.path)
                reading.note(nil)
            } else {
                reading.note(reader.take(text, number: number))
                if var assembler = reader.assembler {
                    try reading.emit(assembler.piece(over: TranscriptReading.pieceSize))
                    reader.assembler = assembler
                }
            }
        }
        try reader.finish(reading)
    }

    private mutating func begin(_ date: String, path: String) {
        // The start alone is not unique: two folders may begin in the same second.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let id = "\(String(hash, radix: 16))-\(date.split(separator: " ").joined(separator: "T"))"
        var opened = TurnAssembler(host: TranscriptFormat.aider.host, sessionId: id)
        opened.workspace = Path.parent(path)
        opened.note(Self.localTime(date))
        assembler = opened
    }

    private mutating func take(_ line: String, number: Int) -> TranscriptSkip? {
        guard assembler != nil else { return .hostMeta }
        if line.hasPrefix("####") {
            endAnswer()
            if question.isEmpty { questionLine = number }
            question.append(String(line.dropFirst(4)).trimmed)
            return nil
        }
        endQuestion()
        if line.hasPrefix("> ") || line == ">" { return .hostMeta }
        if answer.isEmpty { answerLine = number }
        answer.append(line)
        return nil
    }

    private mutating func endQuestion() {
        guard !question.isEmpty else { return }
        let text = HostText.user(question.joined(separator: "\n"))
        let time = assembler?.startedAt
        assembler?.user(text, keys: ["line:\(questionLine)"], at: time)
        question = []
    }

    private mutating func endAnswer() {
        let text = answer.joined(separator: "\n")
        let time = assembler?.startedAt
        assembler?.agent(text, key: "line:\(answerLine)", at: time)
        answer = []
    }

    private mutating func finish(_ reading: TranscriptReading) throws {
        endQuestion()
        endAnswer()
        guard var last = assembler else { return }
        try reading.emit(last.finish())
        assembler = nil
    }

    static func localTime(_ text: String) -> Int64? {
        guard let fields = Timestamp.fields(text) else { return nil }
        var time = tm()
        time.tm_year = Int32(fields.year - 1900)
        time.tm_mon = Int32(fields.month - 1)
        time.tm_mday = Int32(fields.day)
        time.tm_hour = Int32(fields.hour)
        time.tm_min = Int32(fields.minute)
        time.tm_sec = Int32(fields.second)
        time.tm_isdst = -1
        let seconds = mktime(&time)
        return seconds == -1 ? nil : Int64(seconds) * 1000
    }
}
