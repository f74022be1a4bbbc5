import LanguageModels

/// Base addresses of those who are asked for vectors and rankings alone.
extension BaseAddress {
    /// `POST {base}/v1/…`, the base written with or without the version.
    ///
    /// - Throws: `misconfigured`.
    static func versioned(_ endpoint: ModelEndpoint, standard: String) throws(ModelFault) -> BaseAddress {
        var base = try BaseAddress(
            endpoint.address, standard: standard, dropping: ["/embeddings", "/rerank", "/chat/completions"])
        if base.path.isEmpty { base.path = "/v1" }
        return base
    }

    /// The address before the version, whichever is written.
    mutating func removeVersion() {
        guard endsInVersion, let slash = path.lastIndex(of: "/") else { return }
        path = String(path[..<slash])
    }
}
