import JSONText
import LanguageModels
import MemoryModel
import ModelDialects

/// What a call to a model costs on top of a bare request, see `ClientOverhead`.
struct ModelCallsCommand {
    private let calls: Int
    private let isJSON: Bool

    init(_ words: inout Options) throws(MemoryError) {
        calls = try words.optionalCount("calls") ?? 500
        isJSON = words.flag("json")
        try words.end()
    }

    func run() async throws {
        guard let dialect = Dialects.chat(for: .openAICompatible) else {
            throw MemoryError(.invalidArgument, "The dialect is missing.")
        }
        let figures = try await ClientOverhead(dialect: dialect, calls: calls).run()
        if isJSON { Lines.put(figures.json) } else { print(figures.text) }
    }
}
