import JSONText

/// An item is taken back by its member, in all versions, those to come included.
package struct TombstoneStatement: Sendable, Equatable {
    /// 32 hexadecimal digits.
    package var item: String
    /// At most 1,000 bytes.
    package var reason: String

    package init(item: String, reason: String) {
        self.item = item
        self.reason = reason
    }

    static let required = ["item", "reason"]

    init(reader: StatementReader) throws(StatementFault) {
        self.init(
            item: try reader.digits("item", count: 32), reason: try reader.text("reason", bytes: 0...1000))
    }

    var members: [(String, JSON?)] { [("item", .string(item)), ("reason", .string(reason))] }
}
