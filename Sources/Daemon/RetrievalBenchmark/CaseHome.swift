import DaemonConfiguration
import JSONText
import LanguageModels
import LearningPipeline
import LocalEmbedding
import Logging
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import Ranking
import Retrieval
import RuntimeHome
import VectorColumn
import VectorUpkeep

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What cases share: the model, the vectors it has made so far, and the settings.
struct Workshop: Sendable {
    /// The model itself, for what is timed.
    let bare: any TextEncoder
    let remembering: any TextEncoder
    let trust: Double
    let kinship: any WordKinship
    let lanes: EmbeddingLanes
    let settings: Settings
    let folder: ScratchFolder
    let inPairs: Bool
    let fit: RecallFit

    var rules: RecallService.Rules {
        var rules = settings.recallRules
        rules.options.fit = fit
        return rules
    }
}

/// The memory of one case, filled through the daemon's own capture.
final class CaseHome: Sendable {
    let told: RetrievalCase
    let turns: [CaseTurn]
    let parts: HomeMemory
    /// The turn behind each trace.
    let turnOfTrace: [TraceID: Int]
    /// When questions are asked that say nothing of it: a day after the last message.
    let after: Timestamp
    private let workshop: Workshop
    private let sets: VectorSets
    private let path: String

    static let owner = Namespace(agentKind: "hermes")

    /// Hands all turns over and waits for their vectors.
    ///
    /// - Parameters:
    ///   - name: of the folder; no two homes at once have the same.
    ///   - part: the turns that are handed over; `nil`: all.
    init(
        _ told: RetrievalCase, name: String, part: ((Int) -> Range<Int>)? = nil, in workshop: Workshop
    ) async throws {
        self.told = told
        self.workshop = workshop
        let whole = told.turns(inPairs: workshop.inPairs)
        turns = part.map { Array(whole[$0(whole.count)]) } ?? whole
        after = (turns.map(\.at).max() ?? 0) + 86_400_000
        path = workshop.folder.makeFolder(name)
        let home = RuntimeHome(path: path)
        mkdir(home.dataFolder, 0o700)
        mkdir(home.vectors, 0o700)
        let column = try VectorColumn(path: "\(home.vectors)/case.memos-vectors", model: workshop.remembering.model)
        sets = VectorSets()
        sets.use(serving: workshop.vectorSet(workshop.remembering, column: column), coming: nil)
        parts = try HomeMemory(
            databasePath: home.database, backupFolder: home.backups,
            in: HomeMemory.Surroundings(
                now: WallClock.now, settings: { workshop.settings }, vectors: sets,
                kinship: { workshop.kinship }, transcripts: NoTranscripts(),
                logger: { Logger(label: $0) { _ in SwiftLogNoOpLogHandler() } }
            )
        )
        turnOfTrace = try await Self.ingest(turns, of: told, into: parts)
        // Closes what nobody closed, as the daemon would, so that tasks have their vectors too.
        _ = await parts.worker.runReadyJobs()
        _ = await parts.keeper.follow()
        if let error = parts.keeper.lastError { throw error }
    }

    private static func ingest(
        _ turns: [CaseTurn], of told: RetrievalCase, into parts: HomeMemory
    ) async throws -> [TraceID: Int] {
        try await parts.context.begin()
        var opened: Set<String> = []
        var places: [TraceID: Int] = [:]
        for (number, turn) in turns.enumerated() {
            let session = SessionID("\(told.set)/\(told.name)::\(turn.session)")
            if opened.insert(turn.session).inserted {
                _ = try await parts.memory.sessions.open(
                    id: session.rawValue, owner: owner, meta: .object(JSONObject()))
            }
            let key = "\(session.rawValue):\(number)"
            let open = try await parts.memory.turns.open(
                try await parts.memory.turns.read(
                    TurnOpening(
                        owner: owner, session: session, key: key, episode: nil, userText: turn.userText, at: turn.at
                    )
                )
            )
            let recorded = try await parts.memory.turns.end(
                TurnClosing(
                    owner: owner, session: session, key: key, episode: open.episode, userText: nil,
                    agentText: turn.agentText, thinking: nil, calls: [], at: turn.at + 1
                )
            )
            for trace in recorded.traces { places[trace] = number }
        }
        return places
    }

    /// Recall as the daemon has it.
    var recall: RecallService {
        RecallService(
            context: parts.context, vectors: { [sets] in sets.serving }, kinship: { [workshop] in workshop.kinship },
            rules: { [workshop] in workshop.rules })
    }

    /// Recall by words alone over the same memory.
    var wordsAlone: RecallService {
        RecallService(
            context: parts.context, vectors: { nil }, kinship: { nil }, rules: { [workshop] in workshop.rules })
    }

    /// Recall whose model has seen no question yet, for what is timed.
    var unprepared: RecallService {
        let set = sets.serving.map { workshop.vectorSet(workshop.bare, column: $0.column, background: $0.background) }
        return RecallService(
            context: parts.context, vectors: { set }, kinship: { [workshop] in workshop.kinship },
            rules: { [workshop] in workshop.rules })
    }

    var vectors: VectorSet? { sets.serving }

    func time(of question: CaseQuestion) -> Timestamp { CaseTime.milliseconds(question.time) ?? after }

    func close() throws {
        sets.serving?.column.close()
        sets.use(serving: nil, coming: nil)
        try parts.database.close()
        ScratchFolder.remove(path)
    }
}

extension Workshop {
    fileprivate func vectorSet(
        _ encoder: any TextEncoder, column: VectorColumn, background: Background = Background()
    ) -> VectorSet {
        VectorSet(
            embedder: LocalEmbedder(encoder, lanes: lanes), column: column, trust: trust, background: background)
    }
}

private enum WallClock {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(time.tv_sec) * 1000 + Timestamp(time.tv_nsec) / 1_000_000
    }
}
