import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// What is measured inside one process: recall as the daemon does it, and for the drivers in Benchmarks/ the encoder, its
// tokenizer and the vector column, without daemon, bridge or Python around them. It is built on demand, never installed.
let usage = """
    usage: memos-bench convert --from FOLDER --precision int8|fp32 --to FILE
           memos-bench embed --model FILE [--isa NAME]       requests on standard input, see EmbedCommand
           memos-bench tokens --from FOLDER                  requests on standard input, see TokensCommand
           memos-bench build --column FILE --vectors FILE --dimension N
           memos-bench search --column FILE --dimension N    requests on standard input, see SearchCommand
           memos-bench retrieval DIR [DIR…] [--pairs] [--model NAME] [--depth N] [--jobs N] [--cache FOLDER]
                                 [--json FILE|-] [--floors FILE] [--fit FILE] [--evidence FILE] [--no-baselines]
                                 [--no-latency]
           memos-bench life [--seed N] [--seeds N] [--episodes N] [--families N] [--memory on|off] [--model NAME]
                            [--replay] [--no-latency] [--show policies|skills|worlds|misses] [--json FILE|-]
                            [--floors FILE]
           memos-bench model-calls [--calls N] [--json]
    """

func run(_ words: [String]) async throws {
    if words.first == "retrieval" {
        var options = try Options(
            words.dropFirst(), flags: ["pairs", "no-baselines", "no-latency"], takesPlaces: true)
        return try await RetrievalCommand(&options).run()
    }
    if words.first == "life" {
        var options = try Options(words.dropFirst(), flags: ["drafts", "no-latency", "replay"])
        return try await LifeCommand(&options).run()
    }
    if words.first == "model-calls" {
        var options = try Options(words.dropFirst(), flags: ["json"])
        return try await ModelCallsCommand(&options).run()
    }
    var options = try Options(words.dropFirst())
    switch words.first {
    case "convert": try convert(&options)
    case "embed": try EmbedCommand(&options).run()
    case "tokens": try TokensCommand(&options).run()
    case "build": try buildColumn(&options)
    case "search": try SearchCommand(&options).run()
    default: throw MemoryError(.invalidArgument, usage)
    }
}

do {
    try await run(Array(CommandLine.arguments.dropFirst()))
} catch {
    Lines.complain("memos-bench: \(error)")
    exit(1)
}
