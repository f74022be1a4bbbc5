import JSONText
import LanguageModels
import MemoryModel

/// Anthropic's `POST /v1/messages`. JSON is asked for by one tool that must be called: its arguments are the answer.
struct AnthropicChat: ChatDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        var base = try BaseAddress(
            endpoint.address, standard: "https://api.anthropic.com", dropping: ["/messages", "/messages/count_tokens"])
        if !base.endsInVersion { base.path += "/v1" }
        let key = try Asking.text(
            of: key, at: endpoint, isNeeded: base.host.hasSuffix("anthropic.com"), like: "ANTHROPIC_API_KEY")
        var own = [WireHeader("anthropic-version", "2023-06-01")]
        if let key { own.append(WireHeader("x-api-key", key)) }
        return WireCall(
            url: base.url("/messages"), headers: try Asking.headers(own, streamed: endpoint.isStreamed, at: endpoint),
            body: body(for: request, model: try Asking.model(of: endpoint, like: "claude-haiku-4-5"), at: endpoint)
                .utf8Text
        )
    }

    private func body(for request: CompletionRequest, model: String, at endpoint: ModelEndpoint) -> JSON {
        let turns = Turns(request)
        let tool = SchemaForms.tool(for: request.shape)
        return .object(present: [
            ("model", .string(model)),
            ("max_tokens", JSON(max(1, request.maxTokens))),
            ("system", turns.system.map(JSON.string)),
            (
                "messages",
                .array(turns.messages.map { ["role": .string($0.speaker.rawValue), "content": .string($0.text)] })
            ),
            ("temperature", ClaudeTemperature.fit(request.temperature, for: model).map { JSON($0) }),
            ("thinking", Self.isThoughtful(model) ? ["type": "disabled"] : nil),
            (
                "tools",
                tool.map {
                    [
                        [
                            "name": .string($0.name), "description": .string(SchemaForms.toolDescription),
                            "input_schema": $0.schema,
                        ]
                    ]
                }
            ),
            (
                "tool_choice",
                tool.map { ["type": "tool", "name": .string($0.name), "disable_parallel_tool_use": true] }
            ),
            ("stream", JSON(endpoint.isStreamed)),
        ])
    }

    /// Models that think unless they are told not to: it is paid for and counts against the length of the answer.
    private static func isThoughtful(_ model: String) -> Bool {
        ["claude-opus-5", "claude-sonnet-5"].contains(where: model.hasPrefix)
    }

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? {
        guard endpoint.isStreamed else { return nil }
        return PiecewiseAnswer(ServerSentEvents(), AnthropicAnswer(model: endpoint.model))
    }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        try AnthropicAnswer.completion(from: reply)
    }

    func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }
}
