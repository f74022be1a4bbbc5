import LanguageModels

/// One model for all that is written, without a budget and without a queue.
struct WritingDesk: ModelDesk {
    private let writer: any LanguageModel

    init(_ writer: any LanguageModel) {
        self.writer = writer
    }

    func model(for role: ModelRole) -> ModelName? { ModelRole.chats.contains(role) ? writer.name : nil }

    func fits(_ role: ModelRole, within limit: Duration) -> Bool { false }

    func complete(_ request: CompletionRequest, for call: ModelCall) async throws(ModelFault) -> Completion {
        try await writer.complete(request, within: call.limit)
    }

    func scores(
        of documents: [String], for query: String, call: ModelCall
    ) async throws(ModelFault) -> [Double] {
        throw ModelFault(.notConfigured, "Nobody puts anything in order here.")
    }
}
