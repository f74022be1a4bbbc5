import HubStore

/// The newest statements of the feed, held in memory: what almost every waiting client asks for.
struct FeedWindow: Sendable {
    private static let byteLimit = 16 << 20
    private static let countLimit = 8192

    /// Without gaps, oldest first.
    private var entries: [FeedEntry] = []
    /// The entries before this index have left; they are removed together.
    private var first = 0
    private var bytes = 0
    /// The link where the window begins.
    private var startChain: String
    private var startSeq: Int

    init(seq: Int, chain: String) {
        startSeq = seq
        startChain = chain
    }

    var head: FeedHead {
        FeedHead(seq: startSeq + entries.count - first, chain: entries.last?.header.chain ?? startChain)
    }

    mutating func append(_ entry: FeedEntry) {
        entries.append(entry)
        bytes += entry.header.size
        while bytes > Self.byteLimit || entries.count - first > Self.countLimit {
            let gone = entries[first].header
            (startSeq, startChain) = (gone.seq, gone.chain)
            bytes -= gone.size
            first += 1
        }
        if first > Self.countLimit {
            entries.removeFirst(first)
            first = 0
        }
    }

    /// A page as the store makes it; `nil` when it begins before the window, or after its end.
    func page(after: Int, limit: Int, byteLimit: Int, admits: (FeedHeader) -> Bool) -> FeedPage? {
        guard after >= startSeq, after <= head.seq else { return nil }
        var index = first + after - startSeq
        let chainAtAfter = index == first ? startChain : entries[index - 1].header.chain
        var page = FeedPage(entries: [], cursor: after, chain: chainAtAfter, head: head, chainAtAfter: chainAtAfter)
        var size = 0
        while index < entries.count, page.entries.count < limit {
            let entry = entries[index]
            if admits(entry.header) {
                size += entry.header.size
                if size > byteLimit, !page.entries.isEmpty { break }
                page.entries.append(entry)
            }
            (page.cursor, page.chain) = (entry.seq, entry.header.chain)
            index += 1
        }
        return page
    }
}
