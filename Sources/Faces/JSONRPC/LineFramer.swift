/// Cuts a byte stream into lines. Pure: bytes in, lines out; a line over the limit is reported once and passed over.
package struct LineFramer: Sendable {
    package enum Event: Sendable, Equatable {
        case line([UInt8])
        case tooLong
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    private var isSkipping = false

    /// - Parameter limit: longest line in bytes, without its end.
    package init(limit: Int) {
        self.limit = limit
    }

    package mutating func append(_ bytes: some Collection<UInt8>) -> [Event] {
        var events: [Event] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            take(rest[..<end])
            if buffer.last == 0x0D { buffer.removeLast() }
            if isSkipping || buffer.count > limit {
                isSkipping = false
                events.append(.tooLong)
            } else {
                if !buffer.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { events.append(.line(buffer)) }
            }
            buffer.removeAll(keepingCapacity: buffer.count < 65_536)
            rest = rest[rest.index(after: end)...]
        }
        take(rest)
        return events
    }

    private mutating func take(_ bytes: some Collection<UInt8>) {
        if isSkipping { return }
        // One more than the limit, which may be the carriage return of its end.
        if buffer.count + bytes.count > limit + 1 {
            isSkipping = true
            buffer.removeAll()
        } else {
            buffer += bytes
        }
    }
}
