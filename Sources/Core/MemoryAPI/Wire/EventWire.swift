package import JSONText
package import MemoryModel

/// Events as the wire has them: `{type, ts, seq, correlationId?, payload}`.
package enum EventWire {
    package static func json(_ event: MemoryEvent) -> JSON {
        .object(present: [
            ("type", .string(event.fact.kind.rawValue)), ("ts", .integer(event.at)), ("seq", .integer(event.sequence)),
            ("correlationId", event.fact.correlation.map(JSON.string)), ("payload", event.fact.payload),
        ])
    }
}
