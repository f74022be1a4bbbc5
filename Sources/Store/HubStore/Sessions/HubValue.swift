/// What stands in a column or is given for a `?`: what both databases hold alike. There are no blobs: whatever a hub
/// keeps is text.
enum HubValue: Sendable, Equatable {
    case integer(Int64)
    case text(String)
    case null

    init(_ value: Int) { self = .integer(Int64(value)) }
    init(_ value: String?) { self = value.map(HubValue.text) ?? .null }
    init(_ value: Int64?) { self = value.map(HubValue.integer) ?? .null }

    /// The value without the character zero, which PostgreSQL keeps in no text.
    var storable: HubValue {
        guard case .text(let text) = self, text.utf8.contains(0) else { return self }
        return .text(text.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\u{FFFD}"))
    }
}

/// One row of a result, columns by position.
struct HubRow: Sendable, Equatable {
    let values: [HubValue]

    func integer(_ column: Int) -> Int64? {
        if case .integer(let number) = values[column] { number } else { nil }
    }

    /// A number that is always there; 0 for none.
    func int(_ column: Int) -> Int { Int(integer(column) ?? 0) }

    func text(_ column: Int) -> String? {
        if case .text(let text) = values[column] { text } else { nil }
    }

    /// A text that is always there; empty for none.
    func string(_ column: Int) -> String { text(column) ?? "" }
}
