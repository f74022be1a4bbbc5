import DaemonConfiguration
import JSONText
import MemoryAPI
import MemoryAssembly
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import TextAnalysis

/// Requests of the page "Settings": what can be set and what that does.
struct SettingsMethods: Sendable {
    let config: ConfigStore
    let memory: Memory
    let stop: StopRequest

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("config.schema", access: .reads) { [config] params, _ in
            let name = try Fields(params, method: "config.schema").string("language") ?? "en"
            guard let language = SettingsSchema.Language(rawValue: name) else {
                throw MemoryError(.invalidArgument, "config.schema: \"language\" must be en or zh.")
            }
            return SettingsSchema(language: language).json(of: config.current)
        }
        dispatcher.add("privacy.test", access: .reads) { [config] params, _ in
            let fields = try Fields(params, method: "privacy.test")
            return try Self.test(
                fields.requiredText("text"), rules: fields.json("rules"), config.current.redactionRules)
        }
        dispatcher.add("hosts.list", access: .reads) { _, _ in try await hosts() }
        dispatcher.add("daemon.restart") { [stop] _, _ in
            stop.restart()
            return ["ok": true]
        }
    }

    /// What would be taken out of a text, with these rules or those of the settings. Nothing is kept.
    private static func test(_ text: String, rules lines: JSON?, _ own: RedactionRules) throws -> JSON {
        guard text.utf8.count <= longestText else {
            throw MemoryError(
                .invalidArgument, "The text to test is longer than \(longestText / 1024) KiB.",
                hint: "A part of it shows the same.")
        }
        var rules = own
        if let lines {
            guard let lines = lines.array?.compactMap(\.string) else {
                throw MemoryError(.invalidArgument, "privacy.test: \"rules\" must be a list of texts.")
            }
            do throws(RedactionRules.Fault) {
                rules = try RedactionRules(lines)
            } catch {
                throw MemoryError(
                    .invalidArgument, "Rule \(error.line + 1), character \(error.column): the rule \(error.reason).",
                    details: ["rule": JSON(error.line), "column": JSON(error.column)],
                    hint: "A rule is a line, name: text or name: /expression/.")
            }
        }
        let redaction = Redactor.redact(text, rules: rules)
        return [
            "redacted": .string(redaction.text),
            "found": .array(
                redaction.findings.map { finding in
                    let start = text.utf8.index(text.startIndex, offsetBy: finding.range.lowerBound)
                    let end = text.utf8.index(text.startIndex, offsetBy: finding.range.upperBound)
                    return [
                        "rule": .string(finding.kind),
                        "start": JSON(text.utf16.distance(from: text.startIndex, to: start)),
                        "length": JSON(text.utf16.distance(from: start, to: end)),
                    ]
                }),
        ]
    }

    private static let longestText = 256 << 10

    /// Agents that were here or stand in the settings, and what is done for each.
    private func hosts() async throws -> JSON {
        let settings = config.current
        let seen = try await memory.insights.agents()
        let named = settings.agents.allowed + settings.capture.exceptAgents + settings.recall.exceptAgents
        let names = seen.map(\.name) + Set(named).subtracting(seen.map(\.name)).sorted()
        return [
            "hosts": .array(
                names.map { name in
                    let known = seen.first { $0.name == name }
                    let isServed = settings.agents.allowed.isEmpty || settings.agents.allowed.contains(name)
                    return .object(present: [
                        ("agent", .string(name)), ("sessions", JSON(known?.sessions ?? 0)),
                        ("lastActiveAt", known.map { .integer($0.lastActiveAt) }), ("served", .bool(isServed)),
                        ("capture", .bool(settings.capture.enabled && !settings.capture.exceptAgents.contains(name))),
                        ("recall", .bool(settings.recall.enabled && !settings.recall.exceptAgents.contains(name))),
                    ])
                }),
            "capture": .bool(settings.capture.enabled), "recall": .bool(settings.recall.enabled),
        ]
    }
}
