/// Reads the columns of a result in the server's binary form: integers in network order, text and bytes as they are.
struct ResultReading {
    let library: LibPQ
    let result: OpaquePointer?

    /// Object identifiers of types (pg_type.dat).
    private enum TypeID {
        static let bool: CUnsignedInt = 16
        static let bytes: CUnsignedInt = 17
        static let integers: Set<CUnsignedInt> = [20, 21, 23, 26]
        static let texts: Set<CUnsignedInt> = [18, 19, 25, 114, 705, 1042, 1043]
        static let void: CUnsignedInt = 2278
    }

    func read() throws(PostgresFault) -> PostgresResult {
        let columns = library.columnCount(result)
        let types = (0..<columns).map { library.columnType(result, $0) }
        var rows: [[PostgresValue]] = []
        rows.reserveCapacity(Int(library.rowCount(result)))
        for row in 0..<library.rowCount(result) {
            var values: [PostgresValue] = []
            values.reserveCapacity(types.count)
            for column in 0..<columns {
                values.append(try value(row: row, column: column, type: types[Int(column)]))
            }
            rows.append(values)
        }
        let changes = columns > 0 ? nil : library.changes(result).flatMap { Int(String(cString: $0)) }
        return PostgresResult(rows: rows, changes: changes ?? 0)
    }

    private func value(row: CInt, column: CInt, type: CUnsignedInt) throws(PostgresFault) -> PostgresValue {
        guard library.isNull(result, row, column) == 0, let start = library.value(result, row, column) else {
            return .null
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(library.length(result, row, column)))
        if TypeID.integers.contains(type) {
            let isNegative = bytes.first.map { $0 & 0x80 != 0 } ?? false
            // An object identifier (26) has no sign.
            let extended: Int64 = isNegative && type != 26 ? -1 : 0
            return .integer(bytes.reduce(extended) { $0 << 8 | Int64($1) })
        }
        if type == TypeID.bool { return .integer(bytes.first == 1 ? 1 : 0) }
        if type == TypeID.bytes { return .bytes([UInt8](bytes)) }
        if type == TypeID.void { return .null }
        guard TypeID.texts.contains(type) else {
            throw PostgresFault(
                .refused, state: "0A000", message: "A column has a type that is not read here (\(type)).")
        }
        return .text(String(decoding: bytes, as: UTF8.self))
    }
}
