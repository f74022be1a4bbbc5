package import DaemonConfiguration
import DecisionRepair
import EpisodeRouting
package import LearningPipeline
package import MemoryCore
package import MemoryStore
import PolicyInduction
import Retrieval
import SkillCrystallization
package import TextAnalysis
import TraceCapture

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// From the file's settings to the options of each room. Rooms know nothing of the file.
extension Settings {
    package var recallRules: RecallService.Rules {
        var rules = RecallService.Rules(
            isEnabled: recall.enabled, seesWholeHome: recall.scope == .home, seesAllProjects: recall.projects == .all,
            topK: topK, options: recallOptions
        )
        rules.exceptAgents = Set(recall.exceptAgents)
        return rules
    }

    private var recallOptions: RecallOptions {
        var options = RecallOptions()
        options.deadline = .milliseconds(recall.deadlineMs)
        options.candidates = recall.candidates
        options.relativeFloor = recall.relativeFloor
        options.mmrLambda = recall.mmrLambda
        options.documentFrequencyCap = recall.documentFrequencyCap
        options.meaningWeight = recall.meaningWeight
        options.neighbourWeight = recall.neighbourWeight
        options.sessionWeight = recall.sessionWeight
        options.teamWeight = recall.teamWeight
        options.promptTokens = recall.promptTokens
        options.maxCharacters = recall.maxCharacters
        return options
    }

    private var topK: Retrieval.TopK {
        Retrieval.TopK(skills: recall.topK.tier1, traces: recall.topK.tier2, worldModels: recall.topK.tier3)
    }

    package var captureRules: CaptureRules {
        var rules = CaptureRules(
            isEnabled: capture.enabled, allowedAgents: Set(agents.allowed), router: EpisodeRouter(options: routing),
            cleaning: TurnCleaning(options: cleaning), plan: LearningPlan(options: plan), repair: learningOptions.repair
        )
        rules.exceptAgents = Set(capture.exceptAgents)
        let userFolder = getenv("HOME").map { String(cString: $0) } ?? ""
        rules.privateProjects = PrivateProjects(privacy.privateProjects, userFolder: userFolder)
        return rules
    }

    private var routing: EpisodeRouter.Options {
        var options = EpisodeRouter.Options()
        options.followUps = session.followUpMode == .split ? .split : .merge
        options.mergeMaxGap = Int64(session.mergeMaxGapMinutes) * 60_000
        options.mergeMaxTurns = session.mergeMaxTurns
        return options
    }

    private var cleaning: TurnCleaning.Options {
        var options = TurnCleaning.Options()
        options.textLimit = capture.textLimit
        options.toolOutputLimit = capture.toolOutputLimit
        options.redaction = redactionRules
        return options
    }

    /// The person's own; the file is only taken with rules that can be read.
    package var redactionRules: RedactionRules { privacy.rules.compiled }

    private var plan: LearningPlan.Options {
        var options = LearningPlan.Options()
        options.idleClose = Int64(session.idleCloseMinutes) * 60_000
        options.isLearning = learning.enabled
        options.feedbackWindow = Int64(learning.feedbackWindowSeconds) * 1000
        return options
    }

    package var learningOptions: LearningOptions {
        var options = LearningOptions()
        options.induction.minEpisodes = learning.minEpisodes
        options.induction.poolDays = learning.lessonDays
        options.skills.leastSupport = learning.minSkillSupport
        options.repair.burst = learning.repairBurst
        options.drafting = draftingOptions
        return options
    }

    package var foregroundRules: ForegroundModels.Rules {
        ForegroundModels.Rules(isEnabled: models.foreground, patience: .milliseconds(models.foregroundMs))
    }

    package var draftingOptions: DraftingOptions {
        DraftingOptions(
            isEnabled: learning.enabled, includesImports: models.imports, callsPerTask: models.callsPerTask)
    }

    package func storeOptions(backupFolder: String) -> MemoryDatabase.Options {
        MemoryDatabase.Options(
            waitsForDisk: storage.synchronous == .full, backupsKept: storage.backupsKept, backupFolder: backupFolder
        )
    }

    package var eventsKept: Int64 { Int64(storage.eventsKeptDays) * 86_400_000 }
}
