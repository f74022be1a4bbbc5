import LanguageModels
import MemoryModel
import Prompting
import Retrieval

extension RecallService {
    /// What is left of a recall when a reranker or a model has looked at it; the same result where nobody can be asked in
    /// time. Who was asked and did not answer makes the cut stricter: then it is not known what helps.
    func checked(_ result: RecallResult, for query: RecallQuery, until deadline: Timestamp?) async -> RecallResult {
        let check = RelevanceCheck(result, question: query.text)
        guard check.isWorthwhile else { return result }
        if models.mayRank, let ranked = await ranked(check, result, query, deadline) { return ranked }
        guard models.mayAsk else { return result }
        let request = check.request(session: query.session?.rawValue ?? "")
        guard let outcome = await models.ask(request, until: deadline, from: context.now()) else { return result }
        let draft = outcome.book.draft(request.prompts[0], of: request, decode: RelevanceCheck.kept).draft
        var checked =
            draft.map { check.keeping($0, reason: "the model found it beside the point") } ?? check.cutStrictly()
        checked.explanation.check = RelevanceVerdict(
            by: request.purpose, model: outcome.model.text, before: result.count, after: checked.count,
            milliseconds: outcome.milliseconds,
            fault: draft == nil ? (outcome.fault ?? .malformed).rawValue : nil)
        return checked
    }

    private func ranked(
        _ check: RelevanceCheck, _ result: RecallResult, _ query: RecallQuery, _ deadline: Timestamp?
    ) async -> RecallResult? {
        guard
            let reply = await models.rank(
                check.documents, for: query.text, subject: query.session?.rawValue, until: deadline,
                from: context.now())
        else { return nil }
        var fault: ModelFault?
        var checked: RecallResult
        switch reply.scores {
        case .success(let scores): checked = check.keeping(scores: scores)
        case .failure(let failure):
            checked = check.cutStrictly()
            fault = failure
        }
        checked.explanation.check = RelevanceVerdict(
            by: "reranker", model: reply.model.text, before: result.count, after: checked.count,
            milliseconds: reply.milliseconds, fault: fault?.kind.rawValue)
        return checked
    }
}
