import JSONText
import LanguageModels

extension WireReply {
    /// The document of an answer with 2xx.
    ///
    /// - Throws: `malformed` when it is none; the fault, when the document tells of one.
    func document() throws(ModelFault) -> JSON {
        guard !looksLikePage else {
            throw ModelFault(
                .malformed, "The address answers with a web page and not with a model's answer.",
                hint: "The role's endpoint is probably wrong, or a network's sign-in page stands before it.",
                status: status)
        }
        guard let value = try? JSON(parsing: body) else {
            let what = body.isEmpty ? "with nothing" : "with something that is no JSON"
            throw ModelFault(
                .malformed, "The provider answered \(what).",
                hint: "The role's endpoint is probably wrong, or something between cut the answer.", status: status)
        }
        if ProviderError.stands(in: value) { throw ProviderError(body: value, status: 200).fault() }
        return value
    }

    /// HTML, by its type or its first character: a proxy's page, a sign-in page, a web site.
    var looksLikePage: Bool {
        if header("content-type")?.lowercased().contains("html") == true { return true }
        return body.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "<")
    }

    /// What a status other than 2xx means.
    ///
    /// - Parameter hint: what to do, where the provider knows better than the usual words.
    func providerFault(hint: (ProviderError) -> String? = { _ in nil }) -> ModelFault {
        guard !looksLikePage else {
            var fault = ProviderError(body: nil, status: status).fault()
            if (300..<500).contains(status) {
                fault.hint =
                    "It answers with a web page: the role's endpoint is probably wrong, or a proxy is in the way."
            }
            fault.retryAfter = RetryDelay.asked(by: self)
            return fault
        }
        var error = ProviderError(body: try? JSON(parsing: body), status: status)
        if error.message.isEmpty, error.codes.isEmpty, let text = String(validating: body.prefix(1000), as: UTF8.self),
            header("content-type")?.lowercased().hasPrefix("text/plain") == true
        {
            error.message = text
        }
        if let type = header("x-amzn-errortype") {
            error.codes.append(String(type.prefix { $0 != ":" }))
        }
        error.retryAfter = RetryDelay.asked(by: self) ?? error.retryAfter
        return error.fault(hint: hint(error))
    }
}

extension WireEvent {
    /// - Throws: `malformed`; the fault, when the document tells of one.
    func document(spent usage: TokenUsage?) throws(ModelFault) -> JSON {
        guard let value = try? JSON(parsing: data) else {
            throw ModelFault(
                .malformed, "A piece of the answer is no JSON.",
                hint: "The role's endpoint is probably wrong, or something between changes the answer.", usage: usage)
        }
        if ProviderError.stands(in: value) { throw ProviderError(body: value, status: nil).fault(usage: usage) }
        return value
    }
}

extension JSON {
    /// A text, or the texts of a list of parts; what is no text is left out.
    var spokenText: String? {
        if let string { return string }
        guard let array else { return nil }
        return array.compactMap { part in
            if let text = part.string { return text }
            guard part["type"] == nil || part["type"]?.string == "text" else { return nil }
            return part["text"]?.string
        }.joined()
    }

    /// A count of tokens: 0 for what is absent or no count.
    func count(_ key: String) -> Int {
        guard let value = self[key]?.int, value > 0 else { return 0 }
        return Int(clamping: min(value, 1 << 40))
    }
}
