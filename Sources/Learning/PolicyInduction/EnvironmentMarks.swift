import MemoryModel
import TextAnalysis

/// What is known of the place that a task was done in, in words of a closed list: `alpine`, `container`, `node`. Where a
/// procedure differs between tasks, they say where which part holds.
enum EnvironmentMarks {
    /// The marks of a text, in the list's order.
    static func of(words: Set<String>) -> Set<String> {
        words.reduce(into: []) { marks, word in
            if let mark = byWord[word] { marks.insert(mark) }
        }
    }

    /// What a program is only found in: `apk` tells of Alpine.
    static func of(program: String) -> String? { byProgram[program] }

    /// The systems that an output names in the way a system names itself: `ID=alpine`, `Darwin`. Only marks of the list
    /// can come of it, whatever the output says.
    static func ofSystem(told output: String) -> Set<String> {
        var marks: Set<String> = []
        for line in output.utf8.prefix(2000).split(separator: 0x0A).prefix(40) {
            let line = String(decoding: line, as: UTF8.self).lowercased()
            let isName = line.hasPrefix("id=") || line.hasPrefix("pretty_name=") || line.hasPrefix("name=")
            guard isName || line.hasPrefix("linux ") || line.hasPrefix("darwin") else { continue }
            marks.formUnion(of(words: Set(line.split { !$0.isLetter }.map(String.init))).intersection(systems))
        }
        return marks
    }

    /// “on Alpine”, “in a container”.
    static func phrase(_ mark: String) -> String {
        phrases[mark] ?? (mark.hasPrefix(project) ? "in `\(mark.dropFirst(project.count))`" : "with \(mark)")
    }

    /// A project tells procedures apart where nothing else does; it is no place of its own.
    static func isProject(_ mark: String) -> Bool { mark.hasPrefix(project) }

    /// The most telling first: systems, then places, then languages.
    static func precedes(_ a: String, _ b: String) -> Bool { (rank[a] ?? .max, a) < (rank[b] ?? .max, b) }

    static func isSystem(_ mark: String) -> Bool { systems.contains(mark) }

    private static let project = "project:"
    private static let entries: [(mark: String, phrase: String, words: String)] = [
        ("alpine", "on Alpine", "alpine musl"),
        ("debian", "on Debian", "debian bookworm bullseye buster trixie"),
        ("ubuntu", "on Ubuntu", "ubuntu jammy noble focal"),
        ("fedora", "on Fedora", "fedora"),
        ("centos", "on CentOS", "centos rhel rocky almalinux"),
        ("arch", "on Arch Linux", "archlinux manjaro"),
        ("macos", "on macOS", "macos osx darwin macbook"),
        ("windows", "on Windows", "windows powershell win32"),
        ("linux", "on Linux", "linux"),
        ("container", "in a container", "container containers docker dockerfile image podman 容器 镜像"),
        ("kubernetes", "in Kubernetes", "kubernetes k8s kubectl helm"),
        ("ci", "in CI", "ci jenkins pipeline workflow 流水线"),
        ("production", "in production", "production prod 生产"),
        ("staging", "in staging", "staging 预发"),
        ("arm", "on ARM", "arm64 aarch64 m1 m2"),
        ("python", "in Python projects", "python pip pytest poetry django flask"),
        ("node", "in Node projects", "node nodejs npm yarn pnpm typescript javascript"),
        ("rust", "in Rust projects", "rust cargo"),
        ("go", "in Go projects", "golang"),
        ("java", "in Java projects", "java maven gradle spring"),
        ("ruby", "in Ruby projects", "ruby rails bundler"),
        ("swift", "in Swift projects", "xcode swiftpm"),
        ("php", "in PHP projects", "php composer laravel"),
        ("postgres", "with PostgreSQL", "postgres postgresql psql"),
        ("mysql", "with MySQL", "mysql mariadb"),
        ("sqlite", "with SQLite", "sqlite sqlite3"),
    ]
    private static let systems: Set<String> = [
        "alpine", "debian", "ubuntu", "fedora", "centos", "arch", "macos", "windows", "linux",
    ]
    private static let byProgram = [
        "apk": "alpine", "brew": "macos", "dnf": "fedora", "yum": "centos", "pacman": "arch", "choco": "windows",
        "winget": "windows", "npm": "node", "pnpm": "node", "yarn": "node", "pip": "python", "pytest": "python",
        "poetry": "python", "uv": "python", "cargo": "rust", "go": "go", "mvn": "java", "gradle": "java",
        "gem": "ruby", "bundle": "ruby", "swift": "swift", "composer": "php", "kubectl": "kubernetes",
        "helm": "kubernetes", "docker": "container", "psql": "postgres", "mysql": "mysql", "sqlite3": "sqlite",
    ]
    private static let byWord: [String: String] = entries.reduce(into: [:]) { table, entry in
        for word in entry.words.split(separator: " ") { table[String(word)] = entry.mark }
    }
    private static let phrases = Dictionary(uniqueKeysWithValues: entries.map { ($0.mark, $0.phrase) })
    private static let rank = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.mark, $0) })
}
