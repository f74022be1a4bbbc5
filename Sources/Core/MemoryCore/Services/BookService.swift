import MemoryMath
import MemoryModel
import MemoryStore

/// The memory as a book for people: what was learned, then project by project the tasks as they were, in Markdown. What
/// was said stands in quotations, so that nothing in it can pass for the book's own headings.
package struct BookService: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    package struct Page: Sendable {
        package var text: String
        /// `nil` after the last page.
        package var nextCursor: String?
    }

    /// - Parameter cursor: of the page before; without one, the first page, which holds what was learned.
    /// - Throws: `invalid_argument` for a cursor that is none.
    package func page(cursor: String?) async throws -> Page {
        let now = context.now()
        return try await context.database.read { reader in
            let projects = try reader.overviews(of: reader.projects()).filter { !$0.workspaces.isEmpty }
                .sorted { ($0.project.name, $0.project.id.rawValue) < ($1.project.name, $1.project.id.rawValue) }
            guard let cursor else {
                return Page(text: try Self.opening(in: reader, at: now), nextCursor: "0:0")
            }
            let parts = cursor.split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2, (0...projects.count).contains(parts[0]), parts[1] >= 0 else {
                throw MemoryError(.invalidArgument, "The cursor is not one that the book gave.")
            }
            return try Self.tasks(of: parts[0], after: parts[1], projects: projects, in: reader)
        }
    }

    /// - Parameter index: of a project; the number of projects stands for work outside of any.
    private static func tasks(
        of index: Int, after offset: Int, projects: [ProjectOverview], in reader: MemoryReader
    ) throws -> Page {
        var filter = TaskFilter()
        let own = index < projects.count ? Set(projects[index].workspaces) : nil
        filter.scope.workspaces = own
        let entries = try reader.tasks(filter, limit: tasksAPage, offset: offset)
        let placed = Set(projects.flatMap(\.workspaces))
        let shown = entries.filter { entry in
            // A task without a workspace is seen in every project; here it stands once.
            let workspace = entry.owner.workspace ?? ""
            return own?.contains(workspace) ?? !placed.contains(workspace)
        }
        var text = ""
        if offset == 0, !shown.isEmpty {
            text += "\n## \(BookText.line(own == nil ? "Elsewhere" : projects[index].project.name))\n"
        }
        for entry in shown { text += try BookText.task(entry, in: reader) }
        if entries.count == tasksAPage { return Page(text: text, nextCursor: "\(index):\(offset + tasksAPage)") }
        return Page(text: text, nextCursor: index < projects.count ? "\(index + 1):0" : nil)
    }

    private static func opening(in reader: MemoryReader, at now: Timestamp) throws -> String {
        func used<Item: StoredItem>(_ type: Item.Type) throws -> [Item] {
            try reader.items(type, filter: ItemFilter(statuses: [.active]), limit: mostItems, offset: 0)
        }
        var text = "# What is remembered\n\nWritten on \(BookText.day(now)). Newest tasks stand first.\n"
        text += BookText.section("Skills", try used(Skill.self)) { skill in
            BookText.item(skill.name, skill.summary, skill.invocationGuide)
        }
        text += BookText.section("Policies", try used(Policy.self)) { policy in
            BookText.item(policy.title, policy.trigger, policy.procedure, policy.verification, policy.boundary)
        }
        text += BookText.section("World models", try used(WorldModel.self)) { world in
            BookText.item(world.title, world.body)
        }
        return text
    }

    private static let tasksAPage = 20
    /// Of each kind.
    private static let mostItems = 2000
}

/// Texts of the memory as Markdown.
enum BookText {
    static func section<Item>(_ title: String, _ items: [Item], _ text: (Item) -> String) -> String {
        items.isEmpty ? "" : "\n## \(title)\n" + items.map(text).joined()
    }

    static func item(_ title: String, _ parts: String...) -> String {
        "\n### \(line(title))\n" + parts.filter { !$0.isEmpty }.map { "\n\(quoted($0))\n" }.joined()
    }

    static func task(_ entry: TaskEntry, in reader: MemoryReader) throws -> String {
        let episode = entry.episode
        var text = "\n### \(line(episode.preview.isEmpty ? episode.id.rawValue : episode.preview))\n\n"
        let reward = episode.reward.map { ", worth \(($0 * 100).rounded() / 100)" } ?? ""
        text += "*\(day(episode.openedAt)), \(entry.owner.agentKind)\(reward)*\n"
        for turn in try reader.turns(ofEpisode: episode.id) {
            if !turn.userText.isEmpty { text += "\n**Person**\n\n\(quoted(turn.userText))\n" }
            let steps = try reader.traces(ofTurn: turn.id).filter { $0.kind == .tool }
            if !steps.isEmpty { text += "\n" + steps.map(step).joined() }
            if !turn.agentText.isEmpty { text += "\n**Agent**\n\n\(quoted(turn.agentText))\n" }
        }
        return text
    }

    private static func step(_ trace: Trace) -> String {
        guard let call = trace.call else { return "" }
        let sign = trace.outcome == .failure ? " — failed" : ""
        return "- \(line(call.name)): `\(line(call.inputText).filter { $0 != "`" })`\(sign)\n"
    }

    /// The first line, of bounded length, without what Markdown would read as its own.
    static func line(_ text: String) -> String {
        let first = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let short = first.count > longestLine ? first.prefix(longestLine) + "…" : first[...]
        return short.filter { $0 != "<" && $0 != "[" && $0 != "]" }
    }

    static func quoted(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)" }
            .joined(separator: "\n")
    }

    /// As `2026-03-09`, by universal time.
    static func day(_ time: Timestamp) -> String {
        let date = CivilDate(days: Int((Double(time) / 86_400_000).rounded(.down)))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }

    private static let longestLine = 160
}
