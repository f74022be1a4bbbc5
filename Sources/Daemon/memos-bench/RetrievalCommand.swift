import JSONText
import MemoryModel
import Ranking
import RetrievalBenchmark
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Recall on conversations with questions, see `RetrievalBenchmark`: tables on standard output, all figures with `--json`.
struct RetrievalCommand {
    private let options: RetrievalBenchmark.Options
    private let jsonFile: String?
    private let floors: Floors?
    private let evidenceFile: LineFile?

    init(_ words: inout Options) throws(MemoryError) {
        var options = RetrievalBenchmark.Options(places: words.places)
        options.inPairs = words.flag("pairs")
        options.hasBaselines = !words.flag("no-baselines")
        options.isTimed = !words.flag("no-latency")
        options.model = words.optional("model") ?? options.model
        options.depth = try words.optionalCount("depth") ?? options.depth
        options.jobs = try words.optionalCount("jobs") ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        options.cache = words.optional("cache")
        jsonFile = words.optional("json")
        floors = try words.optional("floors").map { path throws(MemoryError) in try Floors(file: path) }
        evidenceFile = try words.optional("evidence").map { path throws(MemoryError) in
            guard let file = LineFile(path) else {
                throw MemoryError(.pathNotWritable, "\(path) cannot be written.")
            }
            return file
        }
        if let path = words.optional("fit") {
            guard let bytes = FileBytes.read(path),
                let json = try? JSON(parsing: String(decoding: bytes, as: UTF8.self))
            else { throw MemoryError(.invalidArgument, "\(path) is no JSON file.") }
            options.fit = try RecallFit(json)
        }
        if let evidenceFile { options.evidence = { evidenceFile.add($0) } }
        try words.end()
        guard !options.places.isEmpty else {
            throw MemoryError(.invalidArgument, "No folder with cases is named.", hint: usage)
        }
        self.options = options
    }

    /// - Throws: also when a figure is below its floor.
    func run() async throws {
        let report = try await RetrievalBenchmark(options: options, models: Self.shelf) { Lines.complain($0) }.run()
        if let evidenceFile, !evidenceFile.close() {
            throw MemoryError(.diskFull, "The evidence could not be written to its end.")
        }
        if jsonFile == "-" {
            Lines.put(report.json)
        } else {
            print(RetrievalTables(report).text)
            fflush(nil)
        }
        if let jsonFile, jsonFile != "-", !FileBytes.write(report.json.text + "\n", to: jsonFile) {
            throw MemoryError(.pathNotWritable, "\(jsonFile) cannot be written.")
        }
        try floors?.check({ report.summary($0)?.value($1) }, quietly: jsonFile == "-")
    }

    /// The models of the checkout or the installation that this program is of.
    static var shelf: ModelShelf {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let folder = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? "/"
        let program = realpath(CommandLine.arguments[0], nil).map { path in
            defer { free(path) }
            return String(cString: path)
        }
        return ModelShelf.find(
            executable: program ?? folder + "/memos-bench", workingDirectory: folder,
            environment: { name in getenv(name).map { String(cString: $0) } }, exists: { access($0, F_OK) == 0 }
        )
    }
}
