import LanguageModels

/// One JSON document a line; empty lines mean nothing.
struct JSONLines: EventSplitter {
    private var lines = LineSplitter()

    static func begins(with byte: UInt8) -> Bool { byte == UInt8(ascii: "{") }

    var pending: Int { lines.pending }

    mutating func take(_ bytes: [UInt8]) -> [WireEvent] {
        lines.take(bytes).filter { !$0.isEmpty }.map { WireEvent(name: nil, data: $0) }
    }

    mutating func end() -> [WireEvent] {
        lines.end().map { [WireEvent(name: nil, data: $0)] } ?? []
    }
}
