import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

extension HubDesk {
    /// What came after a number; waits for news when there are none.
    func feed(_ visit: Visit, by visitor: HubCaller) async throws(HubFault) -> HubReply {
        let parameters = visit.parameters
        let start = try parameters.number("after", in: 0...Int(Int32.max), default: 0)
        let limit = try parameters.number("limit", in: 1...500, default: 500)
        let wait = Duration.seconds(try parameters.number("wait", in: 0...600, default: 0))
        let deadline = ContinuousClock.now + min(wait, limits.longestWait)
        database.noteSeen(device: visitor.key.hex, cursor: start, at: now())

        var caller = visitor
        var page = try await page(after: start, limit: limit, for: caller)
        let origin = page.chainAtAfter
        while page.entries.isEmpty {
            // More to look through, passed over so far.
            if page.cursor < page.head.seq {
                let next = try await self.page(after: page.cursor, limit: limit, for: caller)
                guard next.cursor > page.cursor else { break }
                page = next
                continue
            }
            let left = deadline - .now
            guard left > .zero, !room.isClosed else { break }
            let begun = ContinuousClock.now
            guard let device = caller.device else { throw .pending }
            await room.wait(
                beyond: page.cursor, token: caller.tokenHash, reader: device, for: left, on: visit.loop)
            visit.waiting.add(.now - begun)
            caller = try await gate.check(caller)
            try gate.admit(caller, to: .active)
            let before = page.cursor
            page = try await self.page(after: before, limit: limit, for: caller)
            // Let go without news: another poll of the same token took the place.
            if page.entries.isEmpty, page.cursor == before, keeper.head.seq <= before { break }
        }
        return HubReply(bytes: Self.bytes(of: page, chainAtAfter: origin))
    }

    private func page(after: Int, limit: Int, for caller: HubCaller) async throws(HubFault) -> FeedPage {
        guard let device = caller.device else { throw .pending }
        do throws(MemoryError) {
            return try await keeper.page(after: after, limit: limit, byteLimit: limits.answerBytes, for: device)
        } catch {
            guard error.code == .conflict else { throw HubFault(error) }
            let head = try await stored { try $0.head() }
            var fault = HubFault(
                .conflict, "The hub's feed ends before this number.",
                hint: "It was put back to an earlier state. Send again what it lost.")
            fault.beside = [("head", JSON(head.seq)), ("chain", .string(head.chain))]
            throw fault
        }
    }

    /// The envelopes are JSON already.
    private static func bytes(of page: FeedPage, chainAtAfter: String) -> [UInt8] {
        var bytes = Array("{\"entries\":[".utf8)
        bytes.reserveCapacity(page.entries.reduce(400) { $0 + $1.header.size + 40 })
        for (index, entry) in page.entries.enumerated() {
            bytes += "\(index == 0 ? "" : ","){\"seq\":\(entry.seq),\"envelope\":".utf8
            bytes += entry.envelope.utf8
            bytes.append(UInt8(ascii: "}"))
        }
        bytes += "],\"cursor\":\(page.cursor),\"chain\":\"\(page.chain)\",\"head\":\(page.head.seq)".utf8
        bytes += ",\"chainAtAfter\":\"\(chainAtAfter)\"}".utf8
        return bytes
    }
}
