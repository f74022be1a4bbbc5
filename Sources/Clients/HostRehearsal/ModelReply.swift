import JSONText

/// What the stage answers, on the three wires that hosts speak: messages of Anthropic, responses and chat completions of
/// OpenAI, each whole or as a stream of events.
struct ModelReply {
    let bytes: [UInt8]

    init(to request: HTTPMessage, saying text: String) {
        let body = try? JSON(parsing: request.body)
        let isStream = body?["stream"]?.bool == true
        let path = request.path
        guard request.asksForWords else {
            self.init(json: path.hasSuffix("count_tokens") ? ["input_tokens": 10] : Self.catalogue, to: request)
            return
        }
        if path.hasSuffix("/responses") {
            self.init(events: Self.responses(text), to: request)
        } else if path.hasSuffix("/messages") {
            if isStream {
                self.init(events: Self.messages(text), to: request)
            } else {
                self.init(json: Self.message([["type": "text", "text": .string(text)]], stop: "end_turn"), to: request)
            }
        } else if isStream {
            self.init(chunks: Self.chunks(text), to: request)
        } else {
            self.init(json: Self.completion(text), to: request)
        }
    }

    // MARK: The envelope

    private init(json: JSON, to request: HTTPMessage) {
        self.init("application/json", json.utf8Text, to: request)
    }

    /// Events that say their kind twice.
    private init(events: [JSON], to request: HTTPMessage) {
        let text = events.map { "event: \($0["type"]?.string ?? "")\ndata: \($0.text)\n\n" }.joined()
        self.init("text/event-stream", Array(text.utf8), to: request)
    }

    private init(chunks: [JSON], to request: HTTPMessage) {
        let text = chunks.map { "data: \($0.text)\n\n" }.joined() + "data: [DONE]\n\n"
        self.init("text/event-stream", Array(text.utf8), to: request)
    }

    private init(_ kind: String, _ content: [UInt8], to request: HTTPMessage) {
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: \(kind)\r\ncontent-length: \(content.count)\r\nconnection: close\r\n\r\n"
        bytes = Array(head.utf8) + (request.method == "HEAD" ? [] : content)
    }

    // MARK: The wires

    /// For whoever asks which models there are.
    private static let catalogue: JSON = [
        "object": "list", "models": [],
        "data": [["id": .string(HeadlessHost.model), "object": "model", "context_length": 200_000]],
    ]

    private static func message(_ content: [JSON], stop: JSON) -> JSON {
        [
            "id": "msg_memos", "type": "message", "role": "assistant", "model": .string(HeadlessHost.model),
            "content": .array(content), "stop_reason": stop, "stop_sequence": .null,
            "usage": [
                "input_tokens": 10, "output_tokens": 5, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
            ],
        ]
    }

    private static func messages(_ text: String) -> [JSON] {
        [
            ["type": "message_start", "message": message([], stop: .null)],
            ["type": "content_block_start", "index": 0, "content_block": ["type": "text", "text": ""]],
            ["type": "content_block_delta", "index": 0, "delta": ["type": "text_delta", "text": .string(text)]],
            ["type": "content_block_stop", "index": 0],
            [
                "type": "message_delta", "delta": ["stop_reason": "end_turn", "stop_sequence": .null],
                "usage": ["output_tokens": 5],
            ],
            ["type": "message_stop"],
        ]
    }

    private static func responses(_ text: String) -> [JSON] {
        let item: JSON = [
            "type": "message", "id": "msg_memos", "role": "assistant",
            "content": [["type": "output_text", "text": .string(text)]],
        ]
        let usage: JSON = [
            "input_tokens": 10, "input_tokens_details": ["cached_tokens": 0], "output_tokens": 5,
            "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 15,
        ]
        return [
            ["type": "response.created", "response": ["id": "resp_memos"]],
            ["type": "response.output_item.done", "output_index": 0, "item": item],
            ["type": "response.completed", "response": ["id": "resp_memos", "usage": usage]],
        ]
    }

    private static let usage: JSON = ["prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15]

    private static func completion(_ text: String) -> JSON {
        let choice: JSON = [
            "index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop",
        ]
        return [
            "id": "memos", "object": "chat.completion", "created": 1, "model": .string(HeadlessHost.model),
            "choices": [choice], "usage": usage,
        ]
    }

    private static func chunks(_ text: String) -> [JSON] {
        func chunk(_ choices: JSON, usage: JSON? = nil) -> JSON {
            .object(present: [
                ("id", "memos"), ("object", "chat.completion.chunk"), ("created", 1),
                ("model", .string(HeadlessHost.model)), ("choices", choices), ("usage", usage),
            ])
        }
        return [
            chunk([
                ["index": 0, "delta": ["role": "assistant", "content": .string(text)], "finish_reason": .null]
            ]),
            chunk([["index": 0, "delta": [:], "finish_reason": "stop"]]), chunk([], usage: usage),
        ]
    }
}
