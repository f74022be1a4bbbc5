import JSONText
import MemoryModel

/// How a page of the feed fills up.
package struct FeedReading {
    /// Four mebibytes.
    package static let byteLimit = 4 << 20
    /// Headers that are read at once.
    static let stride = 500
    /// Statements that one page passes over at most.
    private static let scanLimit = 20_000

    let chainAtAfter: String
    private let limit: Int
    private let byteLimit: Int
    private(set) var cursor: Int
    private(set) var chain: String
    private(set) var chosen: [FeedHeader] = []
    private(set) var isFull = false
    private var bytes = 0
    private var scanned = 0

    init(after: Int, chain: String, limit: Int, byteLimit: Int) {
        self.limit = limit
        self.byteLimit = byteLimit
        cursor = after
        self.chain = chain
        chainAtAfter = chain
        isFull = limit <= 0
    }

    static func check(_ after: Int, head: Int) throws {
        guard after < 0 || after > head else { return }
        throw MemoryError(
            .conflict, "The feed ends before this number.", details: ["head": JSON(head)],
            hint: "The hub was put back to an earlier state, or this is another hub. What is missing can be sent again."
        )
    }

    mutating func take(_ header: FeedHeader, isAdmitted: Bool) {
        if isAdmitted {
            guard chosen.isEmpty || bytes + header.size <= byteLimit else {
                isFull = true
                return
            }
            chosen.append(header)
            bytes += header.size
        }
        cursor = header.seq
        chain = header.chain
        scanned += 1
        isFull = chosen.count >= limit || scanned >= Self.scanLimit
    }
}
