import LanguageModels

/// One message of an answer that comes in pieces.
struct WireEvent: Sendable, Equatable {
    /// As the provider names it; `nil` where messages have no names.
    var name: String?
    var data: [UInt8]
    /// Whether it says that something went wrong, by its frame and not by what is in it.
    var isFault = false
}

/// Cuts the bytes of an answer into messages, wherever the pieces were cut.
protocol EventSplitter: Sendable {
    /// Whether an answer may begin so: servers that stream nothing send one whole document in its place.
    static func begins(with byte: UInt8) -> Bool

    /// - Throws: `malformed` when the framing itself is broken.
    mutating func take(_ bytes: [UInt8]) throws(ModelFault) -> [WireEvent]

    /// What still waits when the other side has closed.
    mutating func end() -> [WireEvent]

    /// Bytes that do not make a message yet.
    var pending: Int { get }
}
