import JSONText

/// pi: `~/.pi/agent/sessions/<folder>/<time>_<id>.jsonl`. The last to be asked: any file of the shared shape that
/// nobody else claims.
struct Pi: TranscriptLineReader {
    private var style: PiStyle
    var assembler: TurnAssembler {
        get { style.assembler }
        set { style.assembler = newValue }
    }

    init(_ reading: TranscriptReading) { style = PiStyle(.pi, path: reading.source.path) }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasSuffix(".jsonl") && PiStyle.recognises(candidate)
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? { style.take(line, number: number) }
}
