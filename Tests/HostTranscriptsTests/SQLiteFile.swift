import Foundation
import HostTranscripts
import JSONText
import MemoryModel

/// A SQLite file through the system's library, loaded at run time so that the tests need no link to it. The room under
/// test never sees SQLite.
final class SQLiteFile: ForeignRows {
    private let database: UInt
    private static let library = SQLiteLibrary()

    init(_ path: String, isWritable: Bool) throws(MemoryError) {
        guard let library = Self.library else { throw MemoryError(.unsupported, "there is no SQLite library") }
        var handle: OpaquePointer?
        let status = library.open(path, &handle, isWritable ? 6 : 1, nil)
        guard status == 0, let handle else { throw MemoryError(.notFound, "SQLite cannot open \(path)") }
        database = UInt(bitPattern: handle)
    }

    deinit {
        _ = Self.library?.close(OpaquePointer(bitPattern: database))
    }

    func run(_ script: String) throws(MemoryError) {
        guard Self.library?.execute(OpaquePointer(bitPattern: database), script, nil, nil, nil) == 0 else {
            throw MemoryError(.invalidArgument, "SQLite refuses the script")
        }
    }

    func rows(_ sql: String) throws(MemoryError) -> [[String: JSON]] {
        guard let library = Self.library else { return [] }
        var statement: OpaquePointer?
        guard library.prepare(OpaquePointer(bitPattern: database), sql, -1, &statement, nil) == 0, let statement else {
            throw MemoryError(.invalidArgument, "SQLite refuses: \(sql)")
        }
        defer { _ = library.finalize(statement) }
        var rows: [[String: JSON]] = []
        while library.step(statement) == 100 {
            var row: [String: JSON] = [:]
            for index in 0..<library.columnCount(statement) {
                let name = String(cString: library.columnName(statement, index))
                switch library.columnType(statement, index) {
                case 1: row[name] = .integer(library.columnInteger(statement, index))
                case 2: row[name] = .double(library.columnDouble(statement, index))
                case 3: row[name] = .string(library.columnText(statement, index).map { String(cString: $0) } ?? "")
                default: row[name] = .null
                }
            }
            rows.append(row)
        }
        return rows
    }
}

/// The dozen functions needed, by name.
private struct SQLiteLibrary: Sendable {
    typealias Handle = OpaquePointer
    typealias Out = UnsafeMutablePointer<OpaquePointer?>
    typealias Text = UnsafePointer<CChar>
    typealias Unused = UnsafeMutableRawPointer

    let open: @convention(c) (Text, Out, Int32, Text?) -> Int32
    let close: @convention(c) (Handle?) -> Int32
    let execute: @convention(c) (Handle?, Text, Unused?, Unused?, Unused?) -> Int32
    let prepare: @convention(c) (Handle?, Text, Int32, Out, Unused?) -> Int32
    let step: @convention(c) (Handle) -> Int32
    let finalize: @convention(c) (Handle) -> Int32
    let columnCount: @convention(c) (Handle) -> Int32
    let columnName: @convention(c) (Handle, Int32) -> Text
    let columnType: @convention(c) (Handle, Int32) -> Int32
    let columnInteger: @convention(c) (Handle, Int32) -> Int64
    let columnDouble: @convention(c) (Handle, Int32) -> Double
    let columnText: @convention(c) (Handle, Int32) -> Text?

    init?() {
        let names = ["libsqlite3.so.0", "libsqlite3.so", "/usr/lib/libsqlite3.dylib"]
        guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else { return nil }
        let address = UInt(bitPattern: library)
        func symbol<Function>(_ name: String) -> Function? {
            dlsym(UnsafeMutableRawPointer(bitPattern: address), "sqlite3_" + name)
                .map { unsafeBitCast($0, to: Function.self) }
        }
        guard
            let open: @convention(c) (Text, Out, Int32, Text?) -> Int32 = symbol("open_v2"),
            let close: @convention(c) (Handle?) -> Int32 = symbol("close_v2"),
            let execute: @convention(c) (Handle?, Text, Unused?, Unused?, Unused?) -> Int32 = symbol("exec"),
            let prepare: @convention(c) (Handle?, Text, Int32, Out, Unused?) -> Int32 = symbol("prepare_v2"),
            let step: @convention(c) (Handle) -> Int32 = symbol("step"),
            let finalize: @convention(c) (Handle) -> Int32 = symbol("finalize"),
            let columnCount: @convention(c) (Handle) -> Int32 = symbol("column_count"),
            let columnName: @convention(c) (Handle, Int32) -> Text = symbol("column_name"),
            let columnType: @convention(c) (Handle, Int32) -> Int32 = symbol("column_type"),
            let columnInteger: @convention(c) (Handle, Int32) -> Int64 = symbol("column_int64"),
            let columnDouble: @convention(c) (Handle, Int32) -> Double = symbol("column_double"),
            let columnText: @convention(c) (Handle, Int32) -> Text? = symbol("column_text")
        else { return nil }
        (self.open, self.close, self.execute, self.prepare) = (open, close, execute, prepare)
        (self.step, self.finalize, self.columnCount, self.columnName) = (step, finalize, columnCount, columnName)
        (self.columnType, self.columnInteger) = (columnType, columnInteger)
        (self.columnDouble, self.columnText) = (columnDouble, columnText)
    }
}
