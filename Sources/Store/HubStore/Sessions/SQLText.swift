import Synchronization

/// Statements as PostgreSQL wants them: `$1`, `$2`, … for each `?`, rewritten once.
final class SQLText: Sendable {
    private let known = Mutex<[String: String]>([:])

    func numbered(_ sql: String) -> String {
        if let known = known.withLock({ $0[sql] }) { return known }
        let text = Self.numbering(sql)
        known.withLock { $0[sql] = text }
        return text
    }

    /// A `?` between single quotes stays.
    static func numbering(_ sql: String) -> String {
        var result = ""
        var count = 0
        var isQuoted = false
        for character in sql {
            if character == "'" { isQuoted.toggle() }
            if character == "?", !isQuoted {
                count += 1
                result += "$\(count)"
            } else {
                result.append(character)
            }
        }
        return result
    }
}
