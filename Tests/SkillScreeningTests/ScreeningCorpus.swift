import Foundation
import SkillScreening

/// Skills of our own making, hostile and harmless, one a line of `Tests/Fixtures/skill-screening/<part>.jsonl`.
struct ScreeningCorpus: Sendable {
    struct Sample: Sendable {
        let id: String
        let category: String
        let isHostile: Bool
        let findings: [ScreeningFinding]

        var isAlarm: Bool { SkillScreen.isAlarming(findings) }
    }

    private struct Row: Decodable {
        let id: String
        let category: String
        let hostile: Bool
        let files: [String: String]
    }

    let part: String
    let samples: [Sample]

    static let parts = ["tuned", "held-out", "fresh"]

    /// Each is read and screened once.
    private static let read = parts.map { part in Task.detached { try await ScreeningCorpus(reading: part) } }

    static func part(_ name: String) async throws -> ScreeningCorpus {
        try await read[parts.firstIndex(of: name) ?? 0].value
    }

    private init(reading part: String) async throws {
        self.part = part
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/skill-screening/\(part).jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        let decoder = JSONDecoder()
        var samples: [Sample] = []
        for line in text.split(separator: "\n") {
            // Tests beside this one wait for answers with little time.
            await Task.yield()
            let row = try decoder.decode(Row.self, from: Data(line.utf8))
            let main = row.files["SKILL.md"] ?? ""
            let others = row.files.filter { $0.key != "SKILL.md" }.sorted { $0.key < $1.key }
            let all = [("SKILL.md", main)] + others.map { ($0.key, $0.value) }
            samples.append(
                Sample(
                    id: row.id, category: row.category, isHostile: row.hostile,
                    findings: SkillScreen.findings(
                        name: "a", title: "a", frontMatterKeys: [],
                        files: all.map { (path: $0.0, bytes: Array(Self.withSecrets($0.1).utf8)) })))
        }
        self.samples = samples
    }

    /// What a scanner of a forge would take for a secret is put together here.
    private static func withSecrets(_ text: String) -> String {
        guard text.contains("{{") else { return text }
        let body = String(repeating: "MIIEowIBAAKCAQEAx8f3kD9sQ2mZp7vL1nB5tR4yU6iO0aSdFgHjKlZxCvBnM\n", count: 3)
        let values = [
            "{{ghp}}": "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345", "{{aws}}": "AKIA" + "Q3EGRIV7TNZ5PLK4",
            "{{slack}}": "xoxb" + "-2048123456-2048123457-aB3dE5fG7hI9jK1l",
            "{{pem}}": "-----BEGIN " + "RSA PRIVATE KEY-----\n" + body + "-----END " + "RSA PRIVATE KEY-----",
            "{{anthropic}}": "sk-ant" + "-api03-Zk3mQ8vR2tY6wB1nX5cL9pD4",
        ]
        return values.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }
}
