import JSONText
import LanguageModels
import MemoryModel

/// OpenAI's `POST /chat/completions`, as OpenAI and everybody after it speaks it.
struct OpenAIChat: ChatDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        let (base, server) = try OpenAIServer.address(of: endpoint)
        let key = try Asking.text(
            of: key, at: endpoint, isNeeded: server.wantsKey,
            like: endpoint.provider == .mistral ? "MISTRAL_API_KEY" : "OPENAI_API_KEY")
        let headers = try Asking.headers(
            key.map { [WireHeader("Authorization", "Bearer \($0)")] } ?? [], streamed: endpoint.isStreamed, at: endpoint
        )
        return WireCall(
            url: base.url("/chat/completions"), headers: headers,
            body: try body(for: request, at: endpoint, server).utf8Text)
    }

    private func body(
        for request: CompletionRequest, at endpoint: ModelEndpoint, _ server: OpenAIServer
    ) throws(ModelFault) -> JSON {
        // A server that has loaded one model answers with it, whatever it is called.
        let model: String? =
            server.wantsKey || !endpoint.model.trimmedBlanks.isEmpty
            ? try Asking.model(
                of: endpoint, like: endpoint.provider == .mistral ? "mistral-small-latest" : "gpt-4.1-mini")
            : nil
        let thinks = OpenAIServer.thinks(endpoint.model)
        let messages = SchemaForms.wishing(request).map { message -> JSON in
            ["role": .string(message.speaker.rawValue), "content": .string(message.text)]
        }
        return .object(present: [
            ("model", model.map(JSON.string)),
            ("messages", .array(messages)),
            (server.isOpenAI ? "max_completion_tokens" : "max_tokens", JSON(request.maxTokens)),
            ("temperature", thinks ? nil : request.temperature.map { JSON($0) }),
            ("reasoning_effort", server.isOpenAI ? Self.effort(of: endpoint.model).map(JSON.string) : nil),
            ("enable_thinking", Self.thinksByDefault(endpoint.model, at: server) ? false : nil),
            ("response_format", format(of: request.shape, server)),
            ("stream", JSON(endpoint.isStreamed)),
            ("stream_options", endpoint.isStreamed && server.countsOnRequest ? ["include_usage": true] : nil),
            ("provider", Self.routing(at: endpoint)),
        ])
    }

    private func format(of shape: ReplyShape, _ server: OpenAIServer) -> JSON? {
        guard case .json(let schema, let name) = shape else { return nil }
        guard server.json == .schema else { return ["type": "json_object"] }
        let strict = SchemaForms.strict(schema)
        return [
            "type": "json_schema",
            "json_schema": [
                "name": .string(SchemaForms.name(name)), "schema": strict ?? schema, "strict": JSON(strict != nil),
            ],
        ]
    }

    /// OpenRouter's: whom to prefer, whom never to ask.
    private static func routing(at endpoint: ModelEndpoint) -> JSON? {
        guard !endpoint.preferredProviders.isEmpty || !endpoint.ignoredProviders.isEmpty else { return nil }
        return .object(present: [
            ("order", endpoint.preferredProviders.isEmpty ? nil : JSON(endpoint.preferredProviders)),
            ("ignore", endpoint.ignoredProviders.isEmpty ? nil : JSON(endpoint.ignoredProviders)),
        ])
    }

    /// DashScope's open Qwen 3 models (`qwen3-8b`) think unless told not to, and give no JSON while they do.
    private static func thinksByDefault(_ model: String, at server: OpenAIServer) -> Bool {
        guard server.isDashScope, model.hasPrefix("qwen3-"), model.dropFirst(6).first?.isNumber == true else {
            return false
        }
        return !model.contains("instruct") && !model.contains("thinking")
    }

    /// Little thinking where it can be asked for: what is thought is paid for and counts against the length of the
    /// answer.
    private static func effort(of model: String) -> String? {
        guard OpenAIServer.thinks(model), !model.hasPrefix("o1"), !model.contains("-pro") else { return nil }
        return "low"
    }

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? {
        guard endpoint.isStreamed else { return nil }
        return PiecewiseAnswer(ServerSentEvents(), OpenAIAnswer(model: endpoint.model))
    }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        try OpenAIAnswer.completion(from: reply)
    }

    func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }
}
