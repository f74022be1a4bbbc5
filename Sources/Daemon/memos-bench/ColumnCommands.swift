import JSONText
import LanguageModels
import MemoryModel
import VectorColumn

/// Rows given to the column at once: what a background pass hands over, times many, so that syncs are not what is timed.
private let slice = 8192

private func column(_ options: inout Options) throws(MemoryError) -> (column: VectorColumn, dimension: Int) {
    let dimension = try options.count("dimension")
    // Whose vectors these are does not matter here, only that both commands say the same.
    let model = EmbeddingModel(id: "benchmark", revision: "000000000000", dimension: dimension)
    return (try VectorColumn(path: try options.required("column"), model: model), dimension)
}

/// Fills a column from a file of vectors; row `n` becomes item `n + 1`. Writes `{"seconds": …, "count": …, "bytes": …}`.
func buildColumn(_ options: inout Options) throws(MemoryError) {
    let (column, dimension) = try column(&options)
    let file = try RawFile(try options.required("vectors"))
    try options.end()
    let taken = try milliseconds { () throws(MemoryError) in
        var item: Int64 = 0
        while true {
            let vectors = try file.vectors(slice, dimension: dimension)
            if vectors.isEmpty { return }
            let entries = vectors.enumerated().map { index, vector in
                VectorEntry(
                    kind: .traceState, item: item + Int64(index) + 1, place: 0, at: item + Int64(index), vector: vector)
            }
            item += Int64(vectors.count)
            try column.apply(entries, replacing: [], progress: VectorProgress(row: item, change: item))
        }
    }
    Lines.put(["seconds": JSON(taken.milliseconds / 1000), "count": JSON(column.count), "bytes": JSON(column.bytes)])
    column.close()
}

/// Searches a column: `{"queries": FILE, "from": n, "count": n, "limit": n}` →
/// `{"items": [[row, …], …], "milliseconds": […]}`, rows counted from 0 as in the file the column was filled from.
struct SearchCommand {
    private let column: VectorColumn
    private let dimension: Int

    init(_ options: inout Options) throws(MemoryError) {
        (column, dimension) = try memos_bench.column(&options)
        try options.end()
    }

    func run() throws(MemoryError) {
        Lines.put(["count": JSON(column.count), "bytes": JSON(column.bytes)])
        try Lines.answer(reply)
    }

    private func reply(_ request: JSON) throws(MemoryError) -> JSON {
        guard let path = request["queries"]?.string else {
            throw MemoryError(.invalidArgument, "The request asks for nothing.")
        }
        let from = request.count("from", default: 0)
        let queries = try RawFile(path).vectors(from + request.count("count", default: 1), dimension: dimension)
        let filter = VectorFilter(kinds: Set(VectorKind.allCases), places: nil, after: nil, before: nil)
        var items: [JSON] = []
        var times: [JSON] = []
        for query in queries.dropFirst(from) {
            let (hits, taken) = try milliseconds { () throws(MemoryError) in
                try column.search(query, limit: request.count("limit", default: 10), filter: filter)
            }
            items.append(.array(hits.map { JSON($0.item - 1) }))
            times.append(JSON(taken))
        }
        return ["items": .array(items), "milliseconds": .array(times)]
    }
}
