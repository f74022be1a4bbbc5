import MemoryModel

/// Title, body and tags of a place's world model, out of its entries.
enum ModelSummary {
    static func title(of placeName: String) -> String {
        let name = FactScreen.isTitle(placeName) ? placeName : "this project"
        return "How \(name) is laid out and behaves"
    }

    /// One line each for where things are, what is run, what it runs on, and what is to be known of it.
    static func body(of structure: WorldModel.Structure, layout: Set<String>, commands: Set<String>) -> String {
        let environment = structure.environment
        let lines = [
            environment.filter { layout.contains($0.label) }.prefix(6),
            environment.filter { commands.contains($0.label) }.prefix(5),
            environment.filter { !layout.contains($0.label) && !commands.contains($0.label) }.prefix(5),
            (structure.constraints.prefix(3) + structure.inference.prefix(3))[...],
        ]
        return lines.map { $0.map(\.text).joined(separator: " ") }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// At most six: languages, what manages packages, the system, then what its policies are about.
    static func tags(of claims: [FactLedger.Claim], _ policies: [Policy]) -> [String] {
        var tags: [String] = []
        for claim in claims {
            switch claim.key.topic {
            case .language, .systemPackages, .testFramework: tags += claim.values
            case .packageManager where claim.values.allSatisfy { !$0.contains(" ") }: tags += claim.values
            case .distribution: tags += claim.values.map { String($0.prefix { $0 != " " }) }
            default: break
            }
        }
        let leading = policies.flatMap { $0.signature.split(separator: "|").prefix(2).map(String.init) }
        tags += Set(leading.filter { $0 != "_" }).sorted()
        var seen: Set<String> = []
        return Array(tags.map { $0.lowercased() }.filter { seen.insert($0).inserted }.prefix(6))
    }
}

extension FactTopic {
    var isLayout: Bool { isPath || self == .testFiles || self == .language }

    var isCommand: Bool {
        switch self {
        case .testCommand, .buildCommand, .lintCommand, .formatCommand, .runCommand, .servicesCommand,
            .migrateCommand, .deployCommand:
            true
        default: false
        }
    }
}
