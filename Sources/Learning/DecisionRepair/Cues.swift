import StepReading
import TextAnalysis

/// The words by which a situation is known again. Words of one concept count as one, in either language: who searches
/// may say `grep`, “find” or “查找”.
enum Cues {
    /// At most so many a note.
    static let limit = 12

    /// The concept of a kind of work; `nil` for kinds that anybody's message could be about.
    static func concept(of action: ActionKind) -> String? {
        switch action {
        case .installPackage, .installSystemPackage: "install"
        case .editFile: "edit"
        case .publish: "publish"
        case .deploy: "deploy"
        case .test: "test"
        case .build: "build"
        case .lint, .format: "lint"
        case .migrate: "migrate"
        case .commit, .push, .synchronize: "commit"
        default: nil
        }
    }

    /// The cues of a name that a person gave: a command's name whole, with `rg` for `ripgrep`; of more words each that
    /// means something, concepts in place of ordinary words.
    static func of(name: String) -> [String] {
        let name = name.lowercased()
        if let programs = searching[name] { return programs + ["search", "usages"] }
        if name.utf8.allSatisfy({ $0 < 0x80 }), !name.contains(" ") { return [name] }
        return distinct(
            Terms.queryTerms(in: name).filter { !$0.isStopword && $0.kind != .han1 }.map {
                concepts[$0.text] ?? $0.text
            })
    }

    static func isSearching(_ program: String) -> Bool { searching[program] != nil }

    /// What people call the type of a file.
    static func fileType(of name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        let type = String(name[name.index(after: dot)...])
        return typeNames[type] ?? type
    }

    private static let typeNames = [
        "yml": "yaml", "py": "python", "js": "javascript", "ts": "typescript", "md": "markdown", "rb": "ruby",
        "rs": "rust", "sh": "shell", "kt": "kotlin", "txt": "text",
    ]

    /// The concepts that the terms of a message stand for.
    static func concepts(in terms: Set<String>) -> Set<String> { Set(terms.compactMap { concepts[$0] }) }

    static func distinct(_ cues: [String]) -> [String] {
        var seen: Set<String> = []
        return Array(cues.filter { !$0.isEmpty && $0.count <= 80 && seen.insert($0).inserted }.prefix(limit))
    }

    /// Whether a cue alone says which situation it is: a program, a command of several words, or a name that a person
    /// has given and that is no ordinary word.
    static func isTelling(_ cue: String, isGivenName: Bool) -> Bool {
        cue.contains(" ") || programs.contains(cue) || isGivenName && !ordinary.contains(cue)
    }

    /// By their stems, as terms of a message are.
    private static let concepts: [String: String] = {
        var table: [String: String] = [:]
        for (concept, words) in [
            ("search", "search find grep ripgrep rg ag ack locate look 查找 搜索 寻找"),
            ("usages", "usage occurrence reference caller code repository repo codebase everywhere 引用 代码 仓库"),
            ("install", "install reinstall dependency package pip wheel 安装 依赖"),
            ("edit", "edit replace rename substitute change rewrite bump set update add remove fix 修改 更新 替换 改名 重命名"),
            ("publish", "publish release 发布"),
            ("deploy", "deploy rollout 部署"),
            ("test", "test tests suite 测试"),
            ("build", "build compile 构建 编译"),
            ("lint", "lint format formatter 格式"),
            ("migrate", "migrate migration schema 迁移"),
            ("commit", "commit push merge rebase 提交 推送"),
        ] {
            for word in words.split(separator: " ") {
                for term in Terms.terms(in: String(word)) where term.kind != .han1 { table[term.text] = concept }
            }
            table[concept] = concept
        }
        return table
    }()

    /// Programs that search, under the names that people give them.
    private static let searching = [
        "ripgrep": ["ripgrep", "rg"], "rg": ["ripgrep", "rg"], "find": [], "grep": ["grep"], "fd": ["fd"], "ag": ["ag"],
    ]

    private static let programs: Set<String> = [
        "sed", "awk", "perl", "ripgrep", "rg", "grep", "fd", "ag", "jq", "xargs", "npm", "pnpm", "yarn", "bun", "pip",
        "uv", "poetry", "conda", "cargo", "gradle", "maven", "mvn", "docker", "podman", "kubectl", "helm", "terraform",
        "pytest", "jest", "vitest", "mypy", "eslint", "prettier", "ruff", "psql", "mysql", "sqlite3", "redis", "curl",
        "wget", "ssh", "rsync", "scp", "apt", "apt-get", "apk", "brew", "dnf", "alembic", "systemctl", "rebase",
    ]

    /// Names that are words, or that half of all messages have.
    private static let ordinary: Set<String> = [
        "add", "api", "app", "bash", "cat", "change", "chinese", "class", "code", "comment", "comments", "commit",
        "config",
        "cut", "edit", "english", "file", "files", "function", "functions", "git", "go", "head", "install", "java",
        "javascript", "json", "kill", "less", "list", "log", "main", "make", "master", "more", "name", "names", "node",
        "open", "print", "pull", "push", "python", "read", "replace", "request", "requests", "ruby", "run", "rust",
        "script", "set", "shell", "sleep", "sort", "spaces", "sql", "swift", "tabs", "tail", "terminal", "test",
        "tests",
        "text", "time", "tool", "typescript", "update", "watch", "which", "write", "yaml",
    ]
}
