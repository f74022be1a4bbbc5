package import LanguageModels

/// Something about the settings of models that one value alone does not show. Quotes no value.
package struct SettingsProblem: Sendable, Equatable {
    package let key: String
    package let message: String
    package let hint: String
    /// Whether the model cannot be asked at all as it is.
    package let isFatal: Bool

    package init(_ key: String, _ message: String, hint: String, isFatal: Bool = true) {
        self.key = key
        self.message = message
        self.hint = hint
        self.isFatal = isFatal
    }
}

/// These are no errors of the file: settings are changed one by one, and between two of them something is always missing.
extension Settings {
    /// What is wrong with the models' settings, each mistake once, at the role that makes it.
    package var modelProblems: [SettingsProblem] {
        ModelRole.allCases.flatMap { role in isInherited(role) ? [] : problems(of: role) }
    }

    /// What is wrong with a role's model as it would be asked; empty when no other program serves it.
    package func problems(of role: ModelRole) -> [SettingsProblem] {
        guard let endpoint = endpoint(for: role) else { return [] }
        let name = isInherited(role) ? ModelRole.llm.rawValue : role.rawValue
        return Self.sourceProblems(of: self[access: role], name) + Self.problems(of: endpoint, name)
            + Self.addressProblems(of: endpoint, name)
    }

    private static func sourceProblems(of access: ModelAccess, _ name: String) -> [SettingsProblem] {
        let sources = [
            ("apiKey", !access.apiKey.isEmpty), ("apiKeyEnv", !access.apiKeyEnv.isEmpty),
            ("keyCommand", !access.keyCommand.isEmpty),
        ].filter(\.1).map { "\(name).\($0.0)" }
        guard sources.count > 1 else { return [] }
        return [
            SettingsProblem(
                sources[1], "\(sources.joined(separator: " and ")) both say where the key comes from",
                hint: "Keep one: memos config set \(sources[1]) \"\"")
        ]
    }

    private static func problems(of endpoint: ModelEndpoint, _ name: String) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        let provider = endpoint.provider
        if provider != .host, endpoint.model.isEmpty || endpoint.model == Embedding.automatic {
            problems.append(
                SettingsProblem(
                    "\(name).model", "\(name).model is not set: \(provider.rawValue) must be told which model",
                    hint: "memos config set \(name).model <name>; docs/MODELS.md has examples."))
        }
        if provider == .bedrock, endpoint.region.isEmpty {
            problems.append(
                SettingsProblem(
                    "\(name).region", "\(name).region is not set, which bedrock needs",
                    hint: "memos config set \(name).region eu-central-1, or where your models are."))
        }
        if endpoint.key == .none, endpoint.headers.isEmpty, needsKey(endpoint) {
            problems.append(
                SettingsProblem(
                    "\(name).apiKey", "\(name) has no key, which \(provider.rawValue) needs",
                    hint: "memos config set \(name).apiKey - reads it from standard input; or set \(name).apiKeyEnv or "
                        + "\(name).keyCommand."))
        }
        if endpoint.headers.contains(where: { !isHeader($0) }) {
            problems.append(
                SettingsProblem(
                    "\(name).headers", "a header of \(name).headers is not of the form Name: value",
                    hint: "Write each as \"Name: value\"."))
        }
        return problems
    }

    private static func addressProblems(of endpoint: ModelEndpoint, _ name: String) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        let key = "\(name).endpoint"
        if !endpoint.address.isEmpty {
            switch EndpointAddress(endpoint.address) {
            case nil:
                problems.append(
                    SettingsProblem(
                        key, "\(key) is not an http:// or https:// address", hint: "As in https://host/v1."))
            case let address? where address.hasUser:
                problems.append(
                    SettingsProblem(
                        key, "\(key) has a name or password in it",
                        hint: "Put keys into \(name).apiKey, where they are not shown."))
            case let address? where !address.isEncrypted && !address.isLocal && endpoint.key != .none:
                problems.append(
                    SettingsProblem(
                        key, "\(key) is not encrypted: the key and what is asked can be read on the way",
                        hint: "Use https://, if the server has it.", isFatal: false))
            default: break
            }
        }
        if !endpoint.proxy.isEmpty, EndpointAddress(endpoint.proxy) == nil {
            problems.append(
                SettingsProblem(
                    "\(name).proxy", "\(name).proxy is not an http:// address", hint: "As in http://host:3128."))
        }
        return problems
    }

    /// Servers of one's own often want none.
    private static func needsKey(_ endpoint: ModelEndpoint) -> Bool {
        switch endpoint.provider {
        case .host, .ollama: false
        case .openAICompatible: endpoint.address.isEmpty
        case .anthropic, .gemini, .bedrock, .cohere, .voyage, .mistral, .jina:
            EndpointAddress(endpoint.address)?.isLocal != true
        }
    }

    private static func isHeader(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return false }
        return text[..<colon].utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
    }
}
