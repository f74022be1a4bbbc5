/// What the front matter of a skill asks of its host.
enum FrontMatterScreen {
    static func findings(name: String, title: String, keys: [String], path: String) -> [ScreeningFinding] {
        var result: [ScreeningFinding] = []
        func note(_ kind: ScreeningFinding.Kind, _ severity: ScreeningSeverity, _ text: String) {
            result.append(ScreeningFinding(kind: kind, severity: severity, path: path, text: text))
        }
        if name != title {
            note(.renamed, .low, "It is called \(Excerpt.quoted(title)) and will be kept as “\(name)”.")
        }
        if keys.contains("allowed-tools") {
            note(
                .permissions, .medium,
                "Its front matter has allowed-tools: some hosts then run those tools without asking.")
        }
        if keys.contains("hooks") {
            note(.permissions, .high, "Its front matter has hooks: some hosts then run commands of it by themselves.")
        }
        if let key = ["model", "agent", "context"].first(where: keys.contains) {
            note(.permissions, .low, "Its front matter has \(key), by which some hosts change how they run.")
        }
        return result
    }
}
