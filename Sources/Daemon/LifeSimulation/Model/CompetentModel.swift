import JSONText
import LanguageModels
import Synchronization

/// A language model that is a script: it reads the evidence it is shown and answers as a careful reader would, the same
/// for the same request. It sees nothing of the life's truth; what it knows beside the evidence is `EverydayKnowledge`.
final class CompetentModel: LanguageModel {
    let name = ModelName(provider: "scripted", model: "competent")
    private let answered = Mutex<(calls: Int, prompts: [String: Int])>((0, [:]))

    /// Answers by prompt.
    var counts: [String: Int] { answered.withLock { $0.prompts } }

    var calls: Int { answered.withLock { $0.calls } }

    func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion {
        let evidence = ShownEvidence(request)
        var reply = JSONObject()
        answered.withLock { $0.calls += 1 }
        for id in Self.asked(request) {
            answered.withLock { $0.prompts[id, default: 0] += 1 }
            reply[id] = Self.answer(id, evidence)
        }
        let text = JSON.object(reply).text
        let sent = request.messages.reduce(0) { $0 + $1.text.utf8.count }
        return Completion(
            text: text, model: name.model,
            usage: TokenUsage(input: sent / Self.bytesAToken, output: text.utf8.count / Self.bytesAToken))
    }

    /// The prompts of a request: headings of the form `# id: title`.
    private static func asked(_ request: CompletionRequest) -> [String] {
        let text = request.messages.first { $0.speaker == .system }?.text ?? ""
        return text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("# "), let colon = line.firstIndex(of: ":") else { return nil }
            return String(line[line.index(line.startIndex, offsetBy: 2)..<colon])
        }
    }

    private static func answer(_ prompt: String, _ evidence: ShownEvidence) -> JSON {
        switch prompt {
        case "turn-summary": CompetentReview(evidence).summaries
        case "reflection": CompetentReview(evidence).reflections
        case "reward-rubric": CompetentReview(evidence).reward
        case "extraction": ["facts": [], "preferences": []]
        case "policy-induction": CompetentLearning(evidence).policies
        case "skill-crystallization", "skill-rebuild": CompetentLearning(evidence).skill
        default: .null
        }
    }

    private static let bytesAToken = 4
}
