import DaemonConfiguration
import LanguageModels
import MemoryCore
import MemoryModel
import MemoryStore
import RuntimeHome
import VectorColumn
import VectorUpkeep

/// The database, its indexes, its vectors, and the models that help.
extension Doctor {
    func store() async -> [DoctorCheck] {
        do {
            guard let health = try await state.memory.insights.health(within: Self.patience) else {
                return [
                    DoctorCheck(
                        "store", .warning, "The database is too large to be read within \(Self.patience).",
                        hint: "Stop the daemon, then let sqlite3 run PRAGMA quick_check on data/memos.db.")
                ]
            }
            return [wholeness(health), schema(health), index(health), jobs(health), clock(newest: health.newestAt)]
        } catch {
            let reason = (error as? MemoryError)?.message ?? "The database does not answer."
            let hint = (error as? MemoryError)?.hint ?? "memos logs --level warning"
            return [DoctorCheck("store", .failed, reason, hint: hint), clock(newest: nil)]
        }
    }

    private func wholeness(_ health: StoreHealth) -> DoctorCheck {
        if health.damages.isEmpty { return DoctorCheck("store", "The database is whole.") }
        return DoctorCheck(
            "store", .failed, health.damages.joined(separator: "; "),
            hint: "Restore a copy from data/backups, or an export: docs/OPERATIONS.md, a damaged database.")
    }

    private func schema(_ health: StoreHealth) -> DoctorCheck {
        DoctorCheck("schema", "Migration \(health.schema), program \(ProductVersion.current).")
    }

    private func index(_ health: StoreHealth) -> DoctorCheck {
        let message = "\(health.indexed) of \(health.traces) memories are found by words."
        if health.indexed == health.traces { return DoctorCheck("index", message) }
        return DoctorCheck(
            "index", .failed, message,
            hint: "Run memos export and memos stop, move data/memos.db away, then memos import --restore the export.")
    }

    private func jobs(_ health: StoreHealth) -> DoctorCheck {
        if health.failedJobs == 0 { return DoctorCheck("jobs", "No job has failed.") }
        return DoctorCheck(
            "jobs", .warning, "\(health.failedJobs) jobs have failed.",
            hint: "The log tells why: memos logs --level warning.")
    }

    func meaning() async -> DoctorCheck {
        guard config.current.embedding.enabled else {
            return DoctorCheck("vectors", "Finding by meaning is switched off.")
        }
        let status = try? await vectors.vectors.status()
        let problem = status?.serving?.set.problem ?? vectors.meaning.problem ?? vectors.keeper.lastError
        if let problem {
            // A folder without a model is how a home begins; a model that is there and cannot be used is a fault.
            let isFault = problem.code != .embeddingUnavailable || status?.serving != nil
            return DoctorCheck(
                "vectors", isFault ? .failed : .warning, problem.message,
                hint: problem.hint ?? "memos vectors status, then memos vectors rebuild.")
        }
        guard let serving = status?.serving else {
            return DoctorCheck(
                "vectors", .warning, "No model makes vectors yet.",
                hint: "memos model pull fetches one; until then memories are found by words.")
        }
        let name = serving.set.model.id
        if serving.waiting == 0 { return DoctorCheck("vectors", "All memories have their vectors (\(name)).") }
        return DoctorCheck(
            "vectors", .warning, "\(serving.waiting) memories wait for their vectors (\(name)).",
            hint: "They are made in the background; until then they are found by words.")
    }

    /// Tells what the settings and the last call say; asks nobody, as that costs.
    func models() async -> DoctorCheck {
        let roles = state.memory.models.roles()
        if let problem = roles.flatMap(\.problems).first {
            return DoctorCheck("models", .failed, problem.message, hint: problem.hint)
        }
        let asked = roles.filter { $0.model != nil && $0.role != .embedding }
        if let silent = asked.first(where: { !$0.isAvailable }) {
            let reason = silent.lastFault.map { ": \($0.message)" } ?? "."
            return DoctorCheck(
                "models", .failed, "\(silent.role.rawValue) is not available\(reason)", hint: "Run memos model test.")
        }
        let names = Set(asked.compactMap { $0.model?.model }).sorted().joined(separator: ", ")
        return DoctorCheck("models", asked.isEmpty ? "None is configured, and none is needed." : names)
    }

    /// Reading the database ends after this.
    private static let patience = Duration.seconds(2)
}
