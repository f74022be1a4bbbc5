/// The name of one stored thing, typed by its noun so that an episode's id cannot be passed for a trace's.
///
/// Ids made here sort by time of creation; ids given by a host (sessions) are kept as they are.
package struct Identifier<Noun>: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}

package typealias SessionID = Identifier<Session>
package typealias EpisodeID = Identifier<Episode>
package typealias TurnID = Identifier<Turn>
package typealias TraceID = Identifier<Trace>
package typealias InjectionID = Identifier<Injection>
package typealias PolicyID = Identifier<Policy>
package typealias WorldModelID = Identifier<WorldModel>
package typealias SkillID = Identifier<Skill>

/// Milliseconds since 1970-01-01T00:00:00Z.
package typealias Timestamp = Int64

/// Times that can be told from mistakes, with room to add and subtract: the years 1 to 9999.
package enum Timestamps {
    package static let range: ClosedRange<Timestamp> = -62_135_596_800_000...253_402_300_799_999

    /// `nil` for what cannot be a time: transcripts and hosts hold all kinds of numbers where one should be.
    package static func plausible(_ time: Timestamp?) -> Timestamp? {
        time.flatMap { range.contains($0) ? $0 : nil }
    }
}

/// The text form of a time-sortable id: a prefix, 48 bits of milliseconds and 80 further bits, in Crockford base 32
/// (the layout of a ULID).
package enum SortableIdentifier {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// - Parameters:
    ///   - prefix: two or three letters that tell a person what the id names.
    ///   - high: the upper 16 of the 80 bits after the time; `low` the lower 64.
    package static func text(prefix: String, milliseconds: Timestamp, high: UInt16, low: UInt64) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity(prefix.utf8.count + 27)
        characters += prefix.utf8
        characters.append(UInt8(ascii: "_"))
        let time = UInt64(max(0, milliseconds)) & 0xFFFF_FFFF_FFFF
        for shift in stride(from: 45, through: 0, by: -5) { characters.append(alphabet[Int(time >> shift & 31)]) }
        let random = UInt128(high) << 64 | UInt128(low)
        for shift in stride(from: 75, through: 0, by: -5) { characters.append(alphabet[Int(random >> shift & 31)]) }
        return String(decoding: characters, as: UTF8.self)
    }
}
