package import JSONText
import MemoryStore
import SharedStatements
package import SkillScreening

/// What the screen finds in something shared: in all that would ever be read or recalled of it.
enum ItemScreening {
    static func findings(of item: ItemStatement) -> [ScreeningFinding] {
        let main = item.kind == .skill ? "SKILL.md" : "text.md"
        let files = [(path: main, bytes: Array(item.text.utf8))] + item.files.map { ($0.path, $0.content) }
        let keys = item.kind == .skill ? FrontMatterKeys.of(item.text) : []
        return SkillScreen.findings(name: item.name, title: item.name, frontMatterKeys: keys, files: files)
            + SkillScreen.findings(text: "\(item.name)\n\n\(item.summary)", at: "summary")
    }
}

/// What the screen found in items that come, worked out before the transaction that takes them in: who records a turn
/// waits for that transaction, and a member may share a text that takes the screen long.
struct ScreenedItems: Sendable {
    private var found: [EnvelopeID: [ScreeningFinding]] = [:]

    /// Where nothing comes.
    init() {}

    init(_ envelopes: [VerifiedEnvelope]) async {
        for envelope in envelopes {
            guard case .item(let statement) = envelope.statement else { continue }
            found[envelope.id] = ItemScreening.findings(of: statement)
            await Task.yield()
        }
    }

    /// One that nobody foresaw is screened now.
    func findings(of id: EnvelopeID, _ statement: ItemStatement) -> [ScreeningFinding] {
        found[id] ?? ItemScreening.findings(of: statement)
    }
}

extension HubService {
    /// Of statements that come, those that are new here.
    func screened(_ statements: [VerifiedEnvelope]) async throws -> ScreenedItems {
        let fresh = try await context.database.read { reader in
            try statements.filter { try !reader.knowsStatement($0.id) }
        }
        return await ScreenedItems(fresh)
    }

    /// Of items that are kept, those that begin to count here.
    func screened(_ items: ArraySlice<String>, of standing: Standing) async throws -> ScreenedItems {
        let heads = items.compactMap { standing.team.item($0) }.filter { $0.maker != standing.key }.map(\.head)
        let unseen = try await context.database.read { reader in
            try heads.filter { try reader.teamEntry($0) == nil }.compactMap { head in
                try reader.statement(head).flatMap { try? VerifiedEnvelope(stored: $0) }
            }
        }
        return await ScreenedItems(unseen)
    }
}

/// The keys of a `SKILL.md`'s front matter, as far as lines tell: what cannot be read is screened all the same.
enum FrontMatterKeys {
    static func of(_ markdown: String) -> [String] {
        let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.first?.hasPrefix("---") == true else { return [] }
        return lines.dropFirst().prefix { !$0.hasPrefix("---") }.compactMap { line in
            guard let colon = line.firstIndex(of: ":"), line.first?.isWhitespace == false else { return nil }
            return String(line[..<colon])
        }
    }
}

extension ScreeningFinding {
    package var json: JSON {
        .object(present: [
            ("rule", .string(kind.rawValue)), ("severity", .string(severity.rawValue)), ("path", .string(path)),
            ("line", line.map { JSON($0) }), ("excerpt", excerpt.isEmpty ? nil : .string(excerpt)),
            ("text", .string(text)),
        ])
    }
}
