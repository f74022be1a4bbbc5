import JSONText
import LifeSimulation
import MemoryModel
import RetrievalBenchmark

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Learning on simulated lives with a known truth, see `LifeSimulation`: a table on standard output, all figures with
/// `--json`.
struct LifeCommand {
    private let options: LifeSimulation.Options
    private let jsonFile: String?
    private let floors: Floors?
    private let detail: LifeTables.Detail?

    init(_ words: inout Options) throws(MemoryError) {
        var options = LifeSimulation.Options()
        let first = try words.optionalCount("seed") ?? 1
        let count = try words.optionalCount("seeds") ?? 1
        options.seeds = (0..<count).map { UInt64(first + $0) }
        options.episodes = try words.optionalCount("episodes") ?? options.episodes
        options.families = try words.optionalCount("families") ?? options.families
        guard options.families <= 12 else { throw MemoryError(.invalidArgument, "There are twelve families.") }
        if let memory = words.optional("memory") {
            guard ["on", "off"].contains(memory) else {
                throw MemoryError(.invalidArgument, "--memory is on or off.")
            }
            options.recalls = memory == "on"
        }
        options.model = words.optional("model")
        options.isTimed = !words.flag("no-latency")
        options.isReplay = words.flag("replay")
        options.isDrafted = words.flag("drafts")
        jsonFile = words.optional("json")
        detail = try words.optional("show").map { name throws(MemoryError) in
            guard let detail = LifeTables.Detail(rawValue: name) else {
                let names = LifeTables.Detail.allCases.map(\.rawValue).joined(separator: ", ")
                throw MemoryError(.invalidArgument, "--show knows \(names).")
            }
            return detail
        }
        floors = try words.optional("floors").map { path throws(MemoryError) in try Floors(file: path) }
        try words.end()
        self.options = options
    }

    /// - Throws: also when a figure is out of its bounds.
    func run() async throws {
        let reports = try await LifeSimulation(options: options, models: RetrievalCommand.shelf) {
            Lines.complain($0)
        }.run()
        if jsonFile == "-" {
            Lines.put(reports.json)
        } else {
            let tables = LifeTables(reports)
            print(tables.text)
            if let detail { print(tables.details(detail)) }
            fflush(nil)
        }
        if let jsonFile, jsonFile != "-", !FileBytes.write(reports.json.text + "\n", to: jsonFile) {
            throw MemoryError(.pathNotWritable, "\(jsonFile) cannot be written.")
        }
        try floors?.check({ $0 == "all" ? reports.mean($1) : nil }, quietly: jsonFile == "-")
    }
}

extension Floors {
    /// - Throws: `invalid_argument`.
    init(file path: String) throws(MemoryError) {
        guard let bytes = FileBytes.read(path), let json = try? JSON(parsing: String(decoding: bytes, as: UTF8.self))
        else { throw MemoryError(.invalidArgument, "\(path) is no JSON file.") }
        try self.init(json)
    }

    /// Says what is out of bounds.
    ///
    /// - Parameter quietly: whether figures themselves go to standard output, where nothing else goes then.
    /// - Throws: `conflict` when there is something.
    func check(_ value: (_ name: String, _ figure: String) -> Double?, quietly: Bool) throws(MemoryError) {
        let violations = violations(value)
        let say = quietly ? Lines.complain : { print($0) }
        for violation in violations { say(violation) }
        say("\(count - violations.count) passed, \(violations.count) failed")
        guard violations.isEmpty else {
            throw MemoryError(
                .conflict, "\(violations.count) of \(count) figures are out of their bounds.",
                hint: "If that is meant, change the file of floors with the reason."
            )
        }
    }
}
