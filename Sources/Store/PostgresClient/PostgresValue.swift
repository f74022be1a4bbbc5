/// What stands in a column, or is given for a parameter.
package enum PostgresValue: Sendable, Equatable {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case null
}

/// What a statement gave.
package struct PostgresResult: Sendable, Equatable {
    /// Columns by position.
    package let rows: [[PostgresValue]]
    /// Rows that were inserted, updated or deleted; 0 for a query.
    package let changes: Int
}
