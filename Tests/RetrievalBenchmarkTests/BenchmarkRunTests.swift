import MemoryModel
import RetrievalBenchmark
import RuntimeHome
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct BenchmarkRunTests {
    /// The table in the checkout: there is always this model.
    private static let models = ModelShelf(folder: RuntimeHome(path: #filePath + "/../../../model-data").path)

    private func message(_ id: String, _ text: String, day: Int) -> String {
        #"{"id": "\#(id)", "session": "s\#(day)", "speaker": "user", "role": "user", "time": "2025-03-0\#(day)", "text": "\#(text)"}"#
    }

    private func write(_ sets: TemporarySets, _ name: String, word: String) {
        sets.write(
            "\(name)/messages.jsonl",
            [
                message("m1", "The \(word) service listens on port 8123.", day: 1),
                message("m2", "Lunch was late again today.", day: 2),
                message("m3", "Somebody left the window open.", day: 3),
            ])
        sets.write(
            "\(name)/queries.jsonl",
            [
                #"{"id": "q1", "query": "Which port does \#(word) listen on?", "gold": ["m1"], "category": "port"}"#,
                #"{"id": "q2", "query": "Who repaired the tractor?", "gold": [], "category": "none"}"#,
            ])
    }

    @Test("cases are found at any depth, once each, and named by the folder around them")
    func casesAreFound() throws {
        let sets = TemporarySets()
        write(sets, "deep/first/one", word: "osprey")
        write(sets, "deep/first/two", word: "merlin")
        write(sets, "second/one", word: "heron")
        let found = try CaseFolder.find(in: [sets.path, "\(sets.path)/second", "\(sets.path)/second/one"])
        #expect(found.map { "\($0.set)/\($0.name)" } == ["first/one", "first/two", "second/one"])
        #expect(throws: MemoryError.self) { _ = try CaseFolder.find(in: ["\(sets.path)/nowhere"]) }
    }

    @Test("the digest is of names and contents, not of the order")
    func digest() throws {
        let sets = TemporarySets()
        write(sets, "set/one", word: "osprey")
        write(sets, "set/two", word: "merlin")
        let found = try CaseFolder.find(in: [sets.path])
        let before = try CaseFolder.digest(of: found)
        #expect(try CaseFolder.digest(of: found.reversed()) == before)
        write(sets, "set/two", word: "heron")
        #expect(try CaseFolder.digest(of: found) != before)
    }

    @Test("a line that is no message is named by its number")
    func badLine() throws {
        let sets = TemporarySets()
        sets.write("set/one/messages.jsonl", [#"{"id": "m1", "text": "words"}"#, "", "words"])
        sets.write("set/one/queries.jsonl", [])
        let error = #expect(throws: MemoryError.self) { _ = try CaseFolder.find(in: [sets.path])[0].read() }
        #expect(error?.message.contains("Line 3") ?? false)
    }

    @Test("a run asks every question of its own case, those with gold of the next one too, and leaves nothing behind")
    func wholeRun() async throws {
        let sets = TemporarySets()
        for (name, word) in [("one", "osprey"), ("two", "merlin"), ("three", "heron")] {
            write(sets, "set/\(name)", word: word)
        }
        var options = RetrievalBenchmark.Options(places: [sets.path])
        options.model = "token-table"
        options.jobs = 2
        options.cache = sets.path + "/cache"
        let report = try await RetrievalBenchmark(options: options, models: Self.models) { _ in }.run()
        let set = try #require(report.summary("set"))
        #expect((set.questions, set.answerable) == (6, 3))
        #expect(set.value("recall10") == 1)
        #expect(set.value("mrr") == 1)
        #expect(set.value("auc") != nil)
        #expect(set.value("silentUnanswerable") != nil)
        #expect(set.searching != nil)
        #expect(set.rankings.count == RankingName.allCases.count)
        #expect(report.summary("set/port")?.answerable == 3)
        #expect(report.summary("set/none")?.value("recall10") == nil)
        #expect(report.summary("other") == nil)
        #expect(RetrievalTables(report).text.contains("recall within tokens"))
        let again = try await RetrievalBenchmark(options: options, models: Self.models) { _ in }.run()
        #expect(again.summary("set")?.rankings == set.rankings)
    }

    @Test("a set of one case has nothing to abstain from")
    func oneCase() async throws {
        let sets = TemporarySets()
        write(sets, "set/one", word: "osprey")
        var options = RetrievalBenchmark.Options(places: [sets.path])
        options.model = "token-table"
        options.hasBaselines = false
        options.isTimed = false
        let report = try await RetrievalBenchmark(options: options, models: Self.models) { _ in }.run()
        #expect(report.summary("set")?.abstention == nil)
        #expect(report.summary("set")?.rankings.count == 1)
    }

    @Test("a model that is not there is an error that says what to do, not another model")
    func missingModel() async throws {
        let sets = TemporarySets()
        write(sets, "set/one", word: "osprey")
        var options = RetrievalBenchmark.Options(places: [sets.path])
        options.model = "no-such-model"
        let benchmark = RetrievalBenchmark(options: options, models: Self.models) { _ in }
        let error = await #expect(throws: MemoryError.self) { _ = try await benchmark.run() }
        #expect(error?.hint?.contains("MEMOS_MODELS") ?? false)
    }
}

/// A folder of sets, gone with the test.
private final class TemporarySets: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/memos-sets-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
        }
    }

    deinit {
        Self.remove(path)
    }

    func write(_ name: String, _ lines: [String]) {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
        _ = FileBytes.write(lines.map { $0 + "\n" }.joined(), to: path + "/" + name)
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        if let directory = opendir(path) {
            var names: [String] = []
            while let entry = readdir(directory) {
                names.append(
                    withUnsafePointer(to: &entry.pointee.d_name) {
                        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    })
            }
            closedir(directory)
            for name in names where name != "." && name != ".." { remove(path + "/" + name) }
        }
        rmdir(path)
    }
}
