import Dispatch
import JSONText
import LanguageModels
import MemoryModel
import SentenceEncoder
import Synchronization

/// Runs one model. The first line out says how long it took to load; then every request gets one line:
///
/// - `{"texts": […]}` → `{"windows": [[vector, …], …], "milliseconds": …}`, the way the daemon embeds documents
/// - `{"ids": [[…], …]}` → `{"vectors": [vector, …]}`, one window of token ids each, `[CLS]` and `[SEP]` included
/// - `{"time": [[…], …], "rounds": n}` → `{"milliseconds": [[n figures], …]}`, one thread
/// - `{"bulk": [[…], …], "threads": n}` → `{"seconds": …}` until the last window is done
struct EmbedCommand {
    let encoder: SentenceEncoder
    let loading: Double

    init(_ options: inout Options) throws(MemoryError) {
        let path = try options.required("model")
        let name = options.optional("isa")
        try options.end()
        var set: InstructionSet?
        if let name {
            set = InstructionSet(rawValue: name)
            if set == nil { throw MemoryError(.invalidArgument, "No instruction set is called \(name).") }
        }
        (encoder, loading) = try milliseconds { () throws(MemoryError) in
            try SentenceEncoder(path: path, instructionSet: set)
        }
    }

    func run() throws(MemoryError) {
        Lines.put([
            "load": JSON(loading), "instructionSet": JSON(encoder.instructionSet.rawValue),
            "precision": JSON(encoder.precision.rawValue), "model": JSON(encoder.model.id),
            "maximumTokens": JSON(encoder.settings.maximumTokens),
        ])
        try Lines.answer(reply)
    }

    private func reply(_ request: JSON) throws(MemoryError) -> JSON {
        if let texts = try request.texts("texts") { return try embed(texts) }
        if let windows = try request.windows("ids") { return try vectors(windows) }
        if let windows = try request.windows("time") { return try time(windows, request.count("rounds", default: 1)) }
        if let windows = try request.windows("bulk") { return try bulk(windows, request.count("threads", default: 1)) }
        throw MemoryError(.invalidArgument, "The request asks for nothing.")
    }

    private func embed(_ texts: [String]) throws(MemoryError) -> JSON {
        let (windows, taken) = try milliseconds { () throws(MemoryError) in
            var windows: [[Embedding]] = []
            for text in texts { windows.append(try encoder.windows(of: text, as: .document)) }
            return windows
        }
        return [
            "windows": .array(windows.map { .array($0.map { JSON(vector: $0.components) }) }),
            "milliseconds": JSON(taken),
        ]
    }

    private func vectors(_ windows: [[Int32]]) throws(MemoryError) -> JSON {
        var vectors: [JSON] = []
        for window in windows { vectors.append(JSON(vector: try encoder.encode(tokens: window))) }
        return ["vectors": .array(vectors)]
    }

    private func time(_ windows: [[Int32]], _ rounds: Int) throws(MemoryError) -> JSON {
        var times: [JSON] = []
        for window in windows {
            var figures: [JSON] = []
            for _ in 0..<rounds {
                let taken = try milliseconds { () throws(MemoryError) in try encoder.encode(tokens: window) }
                figures.append(JSON(taken.milliseconds))
            }
            times.append(.array(figures))
        }
        return ["milliseconds": .array(times)]
    }

    /// Threads take windows from one list, in its order, until it is empty.
    private func bulk(_ windows: [[Int32]], _ threads: Int) throws(MemoryError) -> JSON {
        let next = Atomic(0)
        let failure = Mutex<MemoryError?>(nil)
        let taken = milliseconds {
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                do throws(MemoryError) {
                    while true {
                        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < windows.count else { return }
                        _ = try encoder.encode(tokens: windows[index])
                    }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return ["seconds": JSON(taken.milliseconds / 1000)]
    }
}
