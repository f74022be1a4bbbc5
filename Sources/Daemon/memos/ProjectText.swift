import DaemonClient
import JSONText
import RuntimeHome

/// How people say which project they mean.
enum ProjectName {
    /// A path becomes absolute, because the daemon stands elsewhere; other words stay as they are.
    static func sent(_ text: String) -> String {
        let isPath = text.hasPrefix("/") || text.hasPrefix(".")
        return isPath || (text.contains("/") && PlainFile.exists(absolute(text))) ? absolute(text) : text
    }

    static func absolute(_ path: String) -> String {
        RuntimeHome(path: path, workingDirectory: FrontContext.workingDirectory).path
    }
}

/// Projects for people.
enum ProjectText {
    static func list(_ answer: JSON) -> String {
        let projects = answer["projects"]?.array ?? []
        if projects.isEmpty { return "No project is known yet. They come with the first turn in a folder.\n" }
        return projects.map(block).joined(separator: "\n")
    }

    /// Name and id, what is known of it, its folders.
    private static func block(_ project: JSON) -> String {
        let traces = project["traces"]?.int ?? 0
        var facts = [
            traces == 1 ? "1 trace" : "\(traces) traces", "last active " + Output.ago(project["lastActiveAt"]?.int),
        ]
        let branches = texts(project["branches"])
        if !branches.isEmpty {
            facts.append((branches.count == 1 ? "branch " : "branches ") + cut(branches, to: 8).joined(separator: ", "))
        }
        let name = Output.printable(project["name"]?.string ?? "?")
        let lines =
            [Output.bold(name) + Output.dim("  \(project["id"]?.string ?? "?")"), "  " + facts.joined(separator: "; ")]
            + texts(project["remotes"]).map { "  " + $0 } + cut(texts(project["folders"]), to: 8).map { "  " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a merge or a move did.
    static func change(_ change: JSON) -> String {
        let name = Output.printable(change["name"]?.string ?? "?")
        var text = ""
        for merged in change["merged"]?.array ?? [] {
            let former = Output.printable(merged["name"]?.string ?? "?")
            text += "\(former) \(Output.dim(merged["id"]?.string ?? "?")) is part of \(Output.bold(name)) now.\n"
        }
        let folders = texts(change["folders"])
        if !folders.isEmpty {
            text += "Folders of \(Output.bold(name)) from now on:\n" + folders.map { "  " + $0 + "\n" }.joined()
        }
        let keys = texts(change["keys"])
        if !keys.isEmpty { text += "Known by:\n" + keys.map { "  " + $0 + "\n" }.joined() }
        return text
    }

    private static func texts(_ list: JSON?) -> [String] {
        (list?.array ?? []).compactMap(\.string).map(Output.printable)
    }

    private static func cut(_ texts: [String], to count: Int) -> [String] {
        texts.count <= count ? texts : texts.prefix(count - 1) + ["… and \(texts.count - count + 1) more"]
    }
}
