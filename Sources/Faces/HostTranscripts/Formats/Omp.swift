import JSONText

/// omp, a descendant of pi: `~/.omp/agent/sessions/<folder>/<time>_<id>.jsonl`.
struct Omp: TranscriptLineReader {
    private var style: PiStyle
    var assembler: TurnAssembler {
        get { style.assembler }
        set { style.assembler = newValue }
    }

    init(_ reading: TranscriptReading) { style = PiStyle(.omp, path: reading.source.path) }

    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasSuffix(".jsonl") && (candidate.hasFolder(".omp") || candidate.hasFolder("omp"))
            && PiStyle.recognises(candidate)
    }

    mutating func take(_ line: JSON, number: Int) -> TranscriptSkip? { style.take(line, number: number) }
}
