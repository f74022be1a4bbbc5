import JSONText
import LanguageModels
import MemoryModel

/// Amazon Bedrock's Converse. The key is one of Bedrock's own (sent as a bearer's), or an account's, `ID:SECRET` or
/// `ID:SECRET:TOKEN`, by which requests are signed.
struct BedrockChat: ChatDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        let region = try Self.region(of: endpoint)
        let base = try BaseAddress(endpoint.address, standard: "https://bedrock-runtime.\(region).amazonaws.com")
        let key = try Asking.text(of: key, at: endpoint, isNeeded: true, like: "AWS_BEARER_TOKEN_BEDROCK")
        let model = try Asking.model(of: endpoint, like: "amazon.nova-lite-v1:0").percentEncoded
        let suffix = "/model/\(model)/\(endpoint.isStreamed ? "converse-stream" : "converse")"
        let body = Self.body(for: request, model: endpoint.model).utf8Text
        var own: [WireHeader] = []
        if let credentials = key.flatMap(AWSCredentials.init) {
            let host = String(base.origin.drop { $0 != "/" }.dropFirst(2))
            own = RequestSignature(credentials: credentials, region: region, service: "bedrock").headers(
                method: "POST", path: base.path + suffix, query: String(base.query.dropFirst()),
                headers: [WireHeader("Host", host), WireHeader("Content-Type", "application/json")], body: body,
                time: time)
        } else if let key {
            own = [WireHeader("Authorization", "Bearer \(key)")]
        }
        var headers = try Asking.headers(own, streamed: false, at: endpoint)
        if endpoint.isStreamed, let accept = headers.firstIndex(where: { $0.name == "Accept" }) {
            headers[accept].value = "application/vnd.amazon.eventstream"
        }
        return WireCall(url: base.url(suffix), headers: headers, body: body)
    }

    /// - Throws: `misconfigured` when neither the settings nor the address name one.
    private static func region(of endpoint: ModelEndpoint) throws(ModelFault) -> String {
        let written = endpoint.region.trimmedBlanks
        let labels = endpoint.address.split(whereSeparator: { "./:".contains($0) }).map(String.init)
        let named = labels.firstIndex { $0.hasPrefix("bedrock-runtime") }.flatMap { labels.dropFirst($0 + 1).first }
        let region = written.isEmpty ? named ?? "" : written
        guard !region.isEmpty,
            region.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        else {
            throw ModelFault(
                .misconfigured, "Bedrock is asked in a region, and the role names none.",
                hint: "Set the role's region, such as us-east-1.")
        }
        return region
    }

    private static func body(for request: CompletionRequest, model: String) -> JSON {
        let turns = Turns(request)
        let tool = canBeForced(model) ? SchemaForms.tool(for: request.shape) : nil
        return .object(present: [
            (
                "messages",
                .array(
                    turns.messages.map {
                        ["role": .string($0.speaker.rawValue), "content": [["text": .string($0.text)]]]
                    })
            ),
            ("system", turns.system.map { [["text": .string($0)]] }),
            (
                "inferenceConfig",
                .object(present: [
                    ("maxTokens", JSON(max(1, request.maxTokens))),
                    ("temperature", ClaudeTemperature.fit(request.temperature, for: model).map { JSON($0) }),
                ])
            ),
            (
                "toolConfig",
                tool.map {
                    [
                        "tools": [
                            [
                                "toolSpec": [
                                    "name": .string($0.name), "description": .string(SchemaForms.toolDescription),
                                    "inputSchema": ["json": $0.schema],
                                ]
                            ]
                        ],
                        "toolChoice": ["tool": ["name": .string($0.name)]],
                    ]
                }
            ),
        ])
    }

    /// Whether a model takes an order to call one tool; the others are asked for JSON in words.
    private static func canBeForced(_ model: String) -> Bool {
        ["anthropic.claude", "amazon.nova"].contains { model.contains($0) }
    }

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? {
        guard endpoint.isStreamed else { return nil }
        return PiecewiseAnswer(EventFrames(), BedrockAnswer(model: endpoint.model))
    }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        try BedrockAnswer.completion(from: reply)
    }

    func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }
}
