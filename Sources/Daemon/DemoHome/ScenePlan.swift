import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An occasion of a scene at its moment: one task.
struct PlannedTask: Sendable {
    var scene: Scene
    /// Counted from 1.
    var occasion: Int
    var at: Timestamp

    var agent: String { scene.occasions[occasion - 1].agent ?? scene.agent }

    var turns: [SceneTurn] { scene.turns.filter { $0.filter.takes(occasion) } }

    /// The alternative that belongs to the occasion.
    func choose(_ texts: [String]) -> String { texts.isEmpty ? "" : fill(texts[(occasion - 1) % texts.count]) }

    /// A template with the values of the occasion; names that have none stay as they are written.
    func fill(_ template: String) -> String {
        let values = scene.occasions[occasion - 1].values
        guard !values.isEmpty, template.contains("{") else { return template }
        var (filled, rest) = ("", template[...])
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let value = values[String(rest[rest.index(after: open)..<close])]
            else {
                filled.append("{")
                rest = rest.dropFirst()
                continue
            }
            filled += value
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

/// All tasks of the scenes in the order of their time.
struct ScenePlan {
    var tasks: [PlannedTask]

    /// - Parameter now: the moment that days are counted back from.
    init(_ scenes: [Scene], now: Timestamp) {
        tasks = scenes.flatMap { scene in
            scene.occasions.enumerated().map {
                PlannedTask(scene: scene, occasion: $0.offset + 1, at: Self.moment($0.element.time, now: now))
            }
        }.sorted { $0.at < $1.at }
    }

    static func moment(_ time: SceneTime, now: Timestamp) -> Timestamp {
        switch time {
        case .minutesAgo(let minutes): return now - Int64(minutes) * 60_000
        case .day(let days, let minute):
            var seconds = time_t(now / 1000)
            var parts = tm()
            localtime_r(&seconds, &parts)
            parts.tm_mday -= Int32(days)
            parts.tm_hour = Int32(minute / 60)
            parts.tm_min = Int32(minute % 60)
            parts.tm_sec = Int32(minute * 7 % 60)
            parts.tm_isdst = -1
            return Timestamp(mktime(&parts)) * 1000
        }
    }
}
