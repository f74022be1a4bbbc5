import JSONText
import LanguageModels
import MemoryModel

/// What the requests for vectors and for rankings have in common, whoever is asked.
enum EmbeddingWire {
    /// A JSON request with the key as a bearer token.
    ///
    /// - Throws: `misconfigured` without a model, or without a key at a provider's own address.
    static func call(
        _ url: String, _ body: JSON, at endpoint: ModelEndpoint, key: Secret?, keyHeader: String? = nil
    ) throws(ModelFault) -> WireCall {
        guard !endpoint.model.isEmpty else {
            throw ModelFault(
                .misconfigured, "No model is named for \(endpoint.provider.rawValue).",
                hint: "Set its name beside the provider; docs/MODELS.md has an example.")
        }
        var headers = [WireHeader("Content-Type", "application/json"), WireHeader("Accept", "application/json")]
        if let key, !key.isEmpty {
            headers.append(
                keyHeader.map { WireHeader($0, key.revealed) } ?? WireHeader("Authorization", "Bearer \(key.revealed)"))
        } else if endpoint.address.isEmpty, endpoint.provider != .ollama {
            throw ModelFault(
                .misconfigured, "\(endpoint.provider.rawValue) needs a key, and none is set.",
                hint: "Set apiKeyEnv, keyCommand or apiKey beside the provider; docs/MODELS.md has an example.")
        }
        for line in endpoint.headers {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers.append(
                WireHeader(trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...])))
        }
        return WireCall(url: url, headers: headers, body: body.utf8Text)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// - Throws: `malformed`; what an error in an answer of status 2xx says.
    static func json(_ reply: WireReply) throws(ModelFault) -> JSON {
        let json: JSON
        do throws(JSONSyntaxError) {
            json = try JSON(parsing: reply.body)
        } catch {
            throw ModelFault(
                .malformed, "The answer is no JSON (\(error)).",
                hint: "The address may be that of a web page or of another service.", status: reply.status)
        }
        if let error = json["error"], !error.isNull {
            // Some pass an error of theirs on as success.
            var inner = reply
            inner.status = error["code"]?.int.flatMap { (400...599).contains($0) ? Int($0) : nil } ?? 500
            throw fault(inner)
        }
        return json
    }

    static func fault(_ reply: WireReply) -> ModelFault {
        StatusFault.fault(reply, message: EmbeddingFaults.message(in: reply.body))
    }

    /// Tokens sent; vectors and scores are no tokens.
    static func usage(_ tokens: JSON?...) -> TokenUsage? {
        tokens.lazy.compactMap { $0?.int }.first { $0 >= 0 }.map { TokenUsage(input: Int($0), output: 0) }
    }
}
