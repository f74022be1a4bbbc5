import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// What the drivers in Benchmarks/ measure inside one process: the encoder, its tokenizer and the vector column, without
// daemon, bridge or Python around them. It is built on demand and never installed.
let usage = """
    usage: memos-bench convert --from FOLDER --precision int8|fp32 --to FILE
           memos-bench embed --model FILE [--isa NAME]       requests on standard input, see EmbedCommand
           memos-bench tokens --from FOLDER                  requests on standard input, see TokensCommand
           memos-bench build --column FILE --vectors FILE --dimension N
           memos-bench search --column FILE --dimension N    requests on standard input, see SearchCommand
    """

func run(_ words: [String]) throws(MemoryError) {
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

do throws(MemoryError) {
    try run(Array(CommandLine.arguments.dropFirst()))
} catch {
    Lines.complain("memos-bench: \(error)")
    exit(1)
}
