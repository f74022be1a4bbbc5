import JSONText
import LanguageModels
import MemoryModel

/// Gemini's `models/…:generateContent`, and `:streamGenerateContent` as server-sent events.
struct GeminiChat: ChatDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        var base = try BaseAddress(
            Self.withoutMethod(endpoint.address), standard: "https://generativelanguage.googleapis.com")
        if !base.endsInVersion { base.path += "/v1beta" }
        let key = try Asking.text(
            of: key, at: endpoint, isNeeded: base.host.hasSuffix("googleapis.com"), like: "GEMINI_API_KEY")
        let model = try Self.model(of: endpoint)
        if endpoint.isStreamed { base.query += base.query.isEmpty ? "?alt=sse" : "&alt=sse" }
        let method = endpoint.isStreamed ? "streamGenerateContent" : "generateContent"
        return WireCall(
            url: base.url("/models/\(model.percentEncoded):\(method)"),
            headers: try Asking.headers(
                key.map { [WireHeader("x-goog-api-key", $0)] } ?? [], streamed: endpoint.isStreamed, at: endpoint),
            body: body(for: request, model: model).utf8Text)
    }

    private func body(for request: CompletionRequest, model: String) -> JSON {
        let turns = Turns(request)
        var isJSON = false
        var schema: JSON?
        if case .json(let wanted, _) = request.shape {
            isJSON = true
            schema = SchemaForms.gemini(wanted)
        }
        return .object(present: [
            ("systemInstruction", turns.system.map { ["parts": [["text": .string($0)]]] }),
            (
                "contents",
                .array(
                    turns.messages.map { message in
                        [
                            "role": message.speaker == .assistant ? "model" : "user",
                            "parts": [["text": .string(message.text)]],
                        ]
                    })
            ),
            (
                "generationConfig",
                .object(present: [
                    ("maxOutputTokens", JSON(request.maxTokens)),
                    ("temperature", request.temperature.map { JSON($0) }),
                    ("responseMimeType", isJSON ? "application/json" : nil),
                    ("responseSchema", schema),
                    ("thinkingConfig", Self.thinking(of: model)),
                ])
            ),
        ])
    }

    /// As little thinking as a model allows: it is paid for and counts against the length of the answer. Models before
    /// 2.5 do not think and take no such setting.
    private static func thinking(of model: String) -> JSON? {
        thinkingByModel.first { model.hasPrefix($0.prefix) }?.setting
    }

    private static let thinkingByModel: [(prefix: String, setting: JSON)] = [
        ("gemini-2.5-pro", ["thinkingBudget": 128]),
        ("gemini-2.5-flash", ["thinkingBudget": 0]),
        ("gemini-3", ["thinkingLevel": "low"]),
    ]

    /// Without `models/`, as some lists write it.
    private static func model(of endpoint: ModelEndpoint) throws(ModelFault) -> String {
        let model = try Asking.model(of: endpoint, like: "gemini-2.5-flash-lite")
        return model.hasPrefix("models/") ? String(model.dropFirst(7)) : model
    }

    /// The address up to `/models`, which people copy along with a model and a method behind it.
    private static func withoutMethod(_ address: String) -> String {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard let place = parts.lastIndex(of: "models") else { return address }
        return parts[..<place].joined(separator: "/")
    }

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? {
        guard endpoint.isStreamed else { return nil }
        return PiecewiseAnswer(ServerSentEvents(), GeminiAnswer(model: endpoint.model))
    }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        try GeminiAnswer.completion(from: reply)
    }

    func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }
}
