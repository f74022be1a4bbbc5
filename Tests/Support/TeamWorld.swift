package import MemoryCore
import MemoryModel
import MemoryStore
package import SharedStatements
package import Signing

/// A memory that has joined a scripted hub: this device is Ada's, a plain member; Grace is the admin, Mallory a member.
package struct TeamWorld: Sendable {
    package let memory: TestMemory
    package let hub: ScriptedHub
    package let grace: SigningKey
    package let mallory = ScriptedHub.key(3)

    /// - Parameter groups: of Ada's device.
    package init(knobs: TestMemory.Knobs = TestMemory.Knobs(), groups: [String] = []) async throws {
        hub = ScriptedHub()
        grace = hub.admin
        memory = try TestMemory(knobs, hub: hub)
        try await memory.memory.hub.join(
            address: "hub.local", code: "0000-0000-0000", name: "Ada", deviceName: "Ada's laptop")
        _ = try await receive([
            TeamWords.grant(grace, member: "grace", role: .admin, groups: ["backend", "ops"], by: grace),
            TeamWords.grant(hub.own, member: "ada", groups: groups, by: grace),
            TeamWords.grant(mallory, member: "mallory", groups: ["backend"], by: grace),
        ])
    }

    package var service: HubService { memory.memory.hub }

    /// Statements as the loop hands them over.
    @discardableResult
    package func receive(_ statements: [VerifiedEnvelope]) async throws -> HubMergeReport {
        memory.clock.advance(1000)
        let mark = HubMark(cursor: 1, chain: String(repeating: "0", count: 64))
        return try await service.book.merge(statements, upTo: mark)
    }

    package func waiting() async throws -> [String] {
        try await service.received(in: [.waiting]).map(\.entry.envelope)
    }

    /// Whether the words stand in the database's file, once the log is in it.
    package func fileHolds(_ words: String) async throws -> Bool {
        try await memory.database.emptyLog()
        let bytes = memory.home.bytes("memos.db") ?? []
        let wanted = Array(words.utf8)
        var start = bytes.startIndex
        while let found = bytes[start...].firstIndex(of: wanted[0]) {
            if bytes[found...].starts(with: wanted) { return true }
            start = found + 1
        }
        return false
    }
}
