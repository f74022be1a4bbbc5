import JSONText

/// What a person says to a question that the client puts before them.
enum Confirmation: Sendable {
    case agreed
    case refused
    /// The client cannot ask anybody.
    case impossible
    /// The answer to the request is the question; the client repeats the request with what was said.
    case question(JSON)

    /// How long a person may take to answer.
    private static let patience = Duration.seconds(300)
    private static let method = "elicitation/create"
    private static let key = "confirm"

    /// - Parameter subject: what would be agreed to; an answer counts for nothing else.
    static func ask(
        _ question: String, about subject: JSON, _ call: ContextCall, _ seal: RequestSeal
    ) async throws -> Confirmation {
        let canAsk = call.capabilities["elicitation"]?.object != nil
        if call.era.isStateless { return try askInReturn(question, subject, canAsk: canAsk, call, seal) }
        guard canAsk, let ask = call.askClient else { return .impossible }
        return isAgreed(try await ask(method, params(question), patience)) ? .agreed : .refused
    }

    private static func askInReturn(
        _ question: String, _ subject: JSON, canAsk: Bool, _ call: ContextCall, _ seal: RequestSeal
    ) throws(ContextFault) -> Confirmation {
        let now = call.backend.now()
        guard let said = call.params["inputResponses"] else {
            guard canAsk else { return .impossible }
            return .question([
                "resultType": "input_required",
                "inputRequests": .object(
                    JSONObject([.init(key: key, value: ["method": .string(method), "params": params(question)])])),
                "requestState": .string(seal.close(subject, now: now)),
            ])
        }
        guard canAsk else { throw .capability("elicitation") }
        guard let state = call.params["requestState"]?.string, seal.isWhole(state, over: subject, now: now) else {
            throw .params(
                "The requestState does not belong to this request, or is too old.",
                data: ["hint": "Send the request again without inputResponses and requestState."])
        }
        return isAgreed(said[key] ?? [:]) ? .agreed : .refused
    }

    private static func isAgreed(_ answer: JSON) -> Bool {
        answer["action"] == "accept" && answer["content"]?["agree"]?.bool == true
    }

    private static func params(_ question: String) -> JSON {
        [
            "mode": "form", "message": .string(question),
            "requestedSchema": [
                "type": "object",
                "properties": [
                    "agree": [
                        "type": "boolean", "title": "Forget", "description": "Forget this for good.", "default": false,
                    ]
                ],
                "required": ["agree"],
            ],
        ]
    }
}
