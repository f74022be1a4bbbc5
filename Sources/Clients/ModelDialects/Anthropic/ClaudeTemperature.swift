/// Which temperature a model of Anthropic's is asked for, here and at Bedrock.
enum ClaudeTemperature {
    /// The scale ends at 1, and Claude models after 4.6 take none; models of others are left their own.
    static func fit(_ temperature: Double?, for model: String) -> Double? {
        guard let temperature, takesOne(model) else { return nil }
        return min(temperature, 1)
    }

    private static func takesOne(_ model: String) -> Bool {
        let parts = model.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let name = parts.firstIndex(of: "claude") else { return true }
        // `claude-3-5-haiku-20241022`, `claude-sonnet-4-20250514`, `claude-haiku-4-5-20251001`: the version is made of the
        // numbers of one digit, whatever stands around them.
        let numbers = parts[name...].compactMap { $0.count == 1 ? Int($0) : nil }
        guard let major = numbers.first else { return false }
        return major < 4 || (major == 4 && (numbers.dropFirst().first ?? 0) <= 6)
    }
}
