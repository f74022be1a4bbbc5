import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryDispatch
import MemoryModel
import VectorColumn
import VectorUpkeep

/// Requests about models and vectors.
struct VectorMethods: Sendable {
    let meaning: Meaning
    let vectors: VectorService
    let keeper: VectorKeeper
    let isPaused: @Sendable () -> Bool

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("vectors.status", access: .reads) { _, _ in try await status() }
        dispatcher.add("vectors.verify", access: .reads) { _, _ in Self.json(try await vectors.verify()) }
        dispatcher.add("vectors.rebuild") { _, _ in
            guard meaning.isEnabled else {
                throw MemoryError(
                    .embeddingUnavailable, "Finding by meaning is switched off.",
                    hint: "memos config set embedding.enabled true"
                )
            }
            await meaning.rebuild()
            return try await status()
        }
        dispatcher.add("embedder.reload") { _, _ in
            await meaning.reload()
            return try await status()
        }
    }

    func status() async throws -> JSON {
        let status = try await vectors.status()
        let broken = meaning.isEnabled ? status.serving?.set.problem : nil
        let problem = broken ?? meaning.problem ?? keeper.lastError
        return .object(present: [
            ("state", .string(state(status, isBroken: broken != nil).rawValue)),
            ("serving", status.serving.map(Self.json)), ("coming", status.coming.map(Self.json)),
            (
                "problem",
                problem.map { problem in
                    .object(present: [
                        ("code", .string(problem.code.rawValue)), ("message", .string(problem.message)),
                        ("hint", problem.hint.map(JSON.string)),
                    ])
                }
            ),
        ])
    }

    /// In one word, the most telling one first.
    private enum State: String {
        case off
        case opening
        case unavailable
        case paused
        /// Vectors of new memories, or of another model, are being made.
        case catchingUp = "catching_up"
        case complete
    }

    /// That a smaller model stands in is a problem, but makes nothing unavailable.
    private func state(_ status: VectorService.Status, isBroken: Bool) -> State {
        guard meaning.isEnabled else { return .off }
        guard let serving = status.serving else { return meaning.isOpen ? .unavailable : .opening }
        if isBroken { return .unavailable }
        if serving.waiting == 0, status.coming == nil { return .complete }
        if isPaused() { return .paused }
        return keeper.lastError == nil ? .catchingUp : .unavailable
    }

    private static func json(_ status: VectorService.SetStatus) -> JSON {
        let column = status.set.column
        return [
            "model": .string(status.set.model.id), "revision": .string(status.set.model.revision),
            "dimension": JSON(status.set.model.dimension), "vectors": JSON(column.count),
            "removed": JSON(column.tombstones), "waiting": .integer(status.waiting), "bytes": .integer(column.bytes),
        ]
    }

    private static func json(_ report: VerifyReport) -> JSON {
        [
            "ok": JSON(report.isSound), "vectors": JSON(report.entries), "removed": JSON(report.removed),
            "damaged": JSON(report.damaged),
        ]
    }
}
