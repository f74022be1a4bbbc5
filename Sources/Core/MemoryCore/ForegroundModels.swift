package import LanguageModels
import MemoryModel
package import Prompting

/// Models while a host waits: asked only when they will very likely answer in the time that is left, and never waited for
/// beyond it. Whoever asks here has something to go by without an answer.
package struct ForegroundModels: Sendable {
    private let desk: any ModelDesk
    private let rules: @Sendable () -> Rules

    package struct Rules: Sendable {
        package var isEnabled: Bool
        /// How long all models together may keep a host waiting that names no deadline.
        package var patience: Duration

        package init(isEnabled: Bool = true, patience: Duration = .milliseconds(1200)) {
            self.isEnabled = isEnabled
            self.patience = patience
        }
    }

    /// - Parameter rules: asked for each time, so that a changed setting counts at once.
    package init(desk: any ModelDesk, rules: @escaping @Sendable () -> Rules) {
        self.desk = desk
        self.rules = rules
    }

    /// Nobody is asked.
    package static let none = ForegroundModels(desk: NoModels()) { Rules(isEnabled: false) }

    /// Whether anybody may be asked at all.
    package var mayAsk: Bool { rules().isEnabled && desk.model(for: .llm) != nil }

    package var mayRank: Bool { rules().isEnabled && desk.model(for: .reranker) != nil }

    /// An answer, or why there is none.
    package struct Outcome: Sendable {
        package var book: DraftBook
        package var model: ModelName
        package var fault: ModelFault.Kind?
        package var milliseconds: Double
    }

    /// - Parameters:
    ///   - deadline: when the host stops waiting; `nil` goes by our own patience.
    ///   - now: the present on the same clock.
    ///   - reserved: of the time that is left, what is needed for other things.
    /// - Returns: `nil` when nobody was asked.
    func ask(
        _ request: DraftRequest, until deadline: Timestamp?, from now: Timestamp, reserving reserved: Duration = .zero
    ) async -> Outcome? {
        guard let left = time(until: deadline, from: now, reserving: reserved), desk.fits(request.role, within: left),
            let model = desk.model(for: request.role)
        else { return nil }
        let call = ModelCall(
            role: request.role, purpose: request.purpose, subject: request.subject, urgency: .foreground, limit: left)
        let start = ContinuousClock.now
        do throws(ModelFault) {
            let completion = try await desk.complete(request.completion(), for: call)
            let entries = request.entries(from: completion, of: model)
            return Outcome(
                book: DraftBook(entries), model: model, fault: Self.fault(in: entries), milliseconds: start.elapsed)
        } catch {
            return Outcome(
                book: DraftBook(request.failed(error.kind)), model: model, fault: error.kind,
                milliseconds: start.elapsed)
        }
    }

    /// - Returns: the scores, or why there are none; `nil` when nobody was asked.
    func rank(
        _ documents: [String], for query: String, subject: String?, until deadline: Timestamp?, from now: Timestamp
    ) async -> (model: ModelName, scores: Result<[Double], ModelFault>, milliseconds: Double)? {
        guard let left = time(until: deadline, from: now, reserving: .zero), desk.fits(.reranker, within: left),
            let model = desk.model(for: .reranker)
        else { return nil }
        let call = ModelCall(
            role: .reranker, purpose: "rerank", subject: subject, urgency: .foreground, limit: left)
        let start = ContinuousClock.now
        do throws(ModelFault) {
            let scores = try await desk.scores(of: documents, for: query, call: call)
            return (model, .success(scores), start.elapsed)
        } catch {
            return (model, .failure(error), start.elapsed)
        }
    }

    private func time(until deadline: Timestamp?, from now: Timestamp, reserving reserved: Duration) -> Duration? {
        let rules = rules()
        guard rules.isEnabled else { return nil }
        let left = deadline.map { min(.milliseconds($0 - now), rules.patience) } ?? rules.patience
        // What is found has still to be written down and sent.
        let usable = left - reserved - Self.margin
        return usable > .zero ? usable : nil
    }

    private static func fault(in entries: [String: DraftBook.Entry]) -> ModelFault.Kind? {
        for case .failed(let reason) in entries.values { return ModelFault.Kind(rawValue: reason) ?? .malformed }
        return nil
    }

    private static let margin = Duration.milliseconds(30)
}

extension ContinuousClock.Instant {
    /// Milliseconds since then.
    var elapsed: Double {
        let elapsed = (ContinuousClock.now - self).components
        return Double(elapsed.seconds) * 1000 + Double(elapsed.attoseconds) / 1e15
    }
}
