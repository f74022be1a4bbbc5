import LanguageModels

/// Server-sent events as the HTML standard (“Interpreting an event stream”) has them: `event` and `data` fields, lines
/// of data joined by a line feed, comments ignored, an empty line ends an event.
///
/// An event that the end of the stream cuts short of its empty line is given all the same: servers forget it, and
/// whether an answer is complete is told by what the events say.
struct ServerSentEvents: EventSplitter {
    private var lines = LineSplitter()
    private var name: String?
    private var data: [UInt8]?

    static func begins(with byte: UInt8) -> Bool { byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[") }

    var pending: Int { lines.pending + (data?.count ?? 0) }

    mutating func take(_ bytes: [UInt8]) -> [WireEvent] {
        lines.take(bytes).compactMap { read($0) }
    }

    mutating func end() -> [WireEvent] {
        var events: [WireEvent] = []
        if let last = lines.end(), let event = read(last) { events.append(event) }
        if let event = dispatched() { events.append(event) }
        return events
    }

    private mutating func read(_ line: [UInt8]) -> WireEvent? {
        guard !line.isEmpty else { return dispatched() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data": data = data.map { $0 + [0x0A] + value } ?? Array(value)
        default: break
        }
        return nil
    }

    private mutating func dispatched() -> WireEvent? {
        defer {
            name = nil
            data = nil
        }
        return data.map { WireEvent(name: name, data: $0) }
    }
}
