package import JSONText
package import LanguageModels
package import MemoryModel

/// What models cost, by provider and the beginning of their names. It is data: `prices.json`, or a user's file of the
/// same format.
package struct PriceTable: Sendable, Equatable {
    /// When the prices were read off, as a date.
    package let taken: String
    /// By provider (`*` for any), prices by the beginning of a model's name in small letters.
    private let prices: [String: [String: TokenPrice]]

    /// - Throws: `config_invalid` that names the entry.
    package init(_ json: JSON) throws(MemoryError) {
        guard json["format"]?.int == 1 else { throw Self.unreadable("format", "must be 1") }
        taken = json["taken"]?.string ?? ""
        guard let providers = json["prices"]?.object else { throw Self.unreadable("prices", "must be an object") }
        var prices: [String: [String: TokenPrice]] = [:]
        for provider in providers.members {
            guard let models = provider.value.object else {
                throw Self.unreadable("prices.\(provider.key)", "must be an object of models")
            }
            for model in models.members {
                prices[provider.key, default: [:]][model.key.lowercased()] = try Self.price(
                    model.value, at: "prices.\(provider.key).\(model.key)")
            }
        }
        self.prices = prices
    }

    /// The one that is compiled in.
    package static let builtIn: PriceTable = {
        do {
            return try PriceTable(JSON(parsing: String(decoding: PackageResources.prices_json, as: UTF8.self)))
        } catch {
            preconditionFailure("The compiled-in prices cannot be read: \(error)")
        }
    }()

    /// The price under the longest beginning of the model's name; `nil` when there is none.
    package func price(of name: ModelName) -> TokenPrice? {
        let model = Self.plain(name.model)
        return ["*", name.provider].flatMap { prices[$0].map(Array.init) ?? [] }
            .filter { Self.begins(model, with: $0.key) }
            .max { $0.key.utf8.count < $1.key.utf8.count }?.value
    }

    /// In small letters, without what is put before a name to say where it is served.
    private static func plain(_ model: String) -> String {
        let model = model.lowercased()
        for prefix in ["models/", "us.", "eu.", "apac.", "global."] where model.hasPrefix(prefix) {
            return String(model.dropFirst(prefix.count))
        }
        return model
    }

    /// A name goes on after a mark, so that `gpt-4` is not the beginning of `gpt-4.1` or `gpt-4o`.
    private static func begins(_ model: String, with prefix: String) -> Bool {
        guard model.hasPrefix(prefix) else { return false }
        guard let next = model.utf8.dropFirst(prefix.utf8.count).first else { return true }
        return "-:@/_".utf8.contains(next)
    }

    private static func price(_ json: JSON, at place: String) throws(MemoryError) -> TokenPrice {
        func dollars(_ name: String) throws(MemoryError) -> Double? {
            guard let value = json[name] else { return nil }
            guard let number = value.double, number >= 0, number <= 1e5 else {
                throw unreadable("\(place).\(name)", "must be dollars for a million tokens")
            }
            return number
        }
        guard let input = try dollars("input") else { throw unreadable("\(place).input", "is missing") }
        return TokenPrice(
            input: input, cachedInput: try dollars("cachedInput"), output: try dollars("output") ?? 0)
    }

    private static func unreadable(_ place: String, _ what: String) -> MemoryError {
        MemoryError(
            .configInvalid, "The price table cannot be read: \(place) \(what).",
            hint: "docs/MODELS.md shows its format; until it is mended the built-in prices count.")
    }
}

extension TokenPrice {
    /// Millionths of a dollar, rounded up.
    func cost(of usage: TokenUsage) -> Int64 {
        let cached = min(usage.cachedInput, usage.input)
        let dollars =
            Double(usage.input - cached) * input + Double(cached) * cachedInput + Double(usage.output) * output
        return Int64(min(dollars, 1e15).rounded(.up))
    }
}
