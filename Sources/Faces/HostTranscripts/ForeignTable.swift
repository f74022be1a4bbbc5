import JSONText
import MemoryModel

/// The columns a foreign table really has: hosts change theirs without notice.
struct ForeignTable {
    private let columns: Set<String>

    init(_ rows: any ForeignRows, _ name: String) throws(MemoryError) {
        let found = try rows.rows("select name from pragma_table_info(\(Self.quoted(name)))")
        columns = Set(found.compactMap { $0["name"]?.string })
    }

    func has(_ column: String) -> Bool { columns.contains(column) }

    /// A select list that names every column; those that do not exist are null.
    func select(_ wanted: [String]) -> String {
        wanted.map { has($0) ? "\"\($0)\"" : "null as \"\($0)\"" }.joined(separator: ", ")
    }

    /// A text literal.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
