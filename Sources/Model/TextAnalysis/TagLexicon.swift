/// The words behind the tags, as data.
enum TagLexicon {
    static let commands: Set<String> = [
        "git", "gh", "docker", "podman", "kubectl", "helm", "npm", "npx", "pnpm", "yarn", "bun", "deno", "node", "pip",
        "pip3",
        "pipx", "uv", "poetry", "conda", "python", "python3", "pytest", "tox", "ruff", "mypy", "black", "cargo",
        "rustc",
        "rustup", "go", "gofmt", "java", "javac", "mvn", "gradle", "swift", "swiftc", "xcodebuild", "gcc", "g++",
        "clang", "make",
        "cmake", "ninja", "meson", "bazel", "apt", "apt-get", "brew", "dnf", "yum", "apk", "pacman", "systemctl",
        "journalctl",
        "curl", "wget", "ssh", "scp", "rsync", "psql", "mysql", "sqlite3", "redis-cli", "mongosh", "terraform",
        "ansible",
        "aws", "gcloud", "az", "jest", "vitest", "playwright", "eslint", "prettier", "tsc", "webpack", "vite", "grep",
        "rg",
        "find", "sed", "awk", "jq", "tar", "unzip", "chmod", "chown", "kill", "ps", "crontab", "nginx", "openssl",
        "ffmpeg",
        "php", "composer", "ruby", "gem", "bundle", "rake", "dotnet", "nuget", "bash", "sh", "zsh", "perl", "lua",
        "hermes",
    ]
    static let commandAliases = [
        "pip3": "pip", "python3": "python", "apt-get": "apt", "g++": "gcc", "rg": "grep", "swiftc": "swift",
    ]
    /// Programs that start another one.
    static let wrappers: Set<String> = [
        "sudo", "env", "time", "nohup", "nice", "exec", "timeout", "xargs", "command", "then", "do", "if",
    ]
    static let ordinaryWords: Set<String> = [
        "go", "make", "find", "node", "black", "time", "kill", "az", "bundl", "sh", "ps", "helm", "gem", "play", "rake",
        "swift",
    ]
    /// Classes that say no more than that it failed.
    static let vagueClasses: Set<String> = ["error", "Error", "错误", "失败", "异常", "fatal", "Exception"]

    private static let fileTypes: [String: String] = [
        "py": "python", "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "javascript",
        "ts": "typescript",
        "tsx": "typescript", "rs": "rust", "go": "golang", "swift": "swift", "java": "java", "kt": "kotlin", "c": "c",
        "h": "c",
        "cc": "cpp", "cpp": "cpp", "hpp": "cpp", "cs": "csharp", "rb": "ruby", "php": "php", "sh": "shell",
        "bash": "shell",
        "sql": "sql", "html": "html", "css": "css", "scss": "css", "vue": "vue", "svelte": "svelte", "json": "json",
        "yaml": "yaml", "yml": "yaml", "toml": "toml", "md": "markdown", "ipynb": "notebook", "tf": "terraform",
        "lua": "lua",
        "proto": "protobuf", "gradle": "gradle", "cmake": "cmake", "csv": "csv", "xml": "xml", "dockerfile": "docker",
    ]

    static func fileType(of name: String) -> String? {
        var name = name[...]
        if let colon = name.lastIndex(of: ":"), name[name.index(after: colon)...].allSatisfy(\.isNumber) {
            name = name[..<colon]
        }
        if name.hasSuffix("dockerfile") { return "docker" }
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        return fileTypes[String(name[name.index(after: dot)...])]
    }

    static func domain(of term: Term) -> String? {
        switch term.kind {
        case .word, .identifier, .han2: return domains[term.text]
        case .han1, .number, .path, .version: return nil
        }
    }

    /// Terms as `Terms` makes them: stems for English, pairs for Chinese.
    private static let domains: [String: String] = {
        var table: [String: String] = [:]
        for (domain, words) in lexicon {
            for word in words.split(separator: " ") {
                let terms = Terms.terms(in: String(word))
                guard let term = terms.first(where: { $0.kind != .han1 }) else { continue }
                table[term.text] = domain
            }
        }
        return table
    }()

    private static let lexicon: [(String, String)] = [
        (
            "database",
            "database databases postgres postgresql mysql sqlite sql schema migration migrations 数据库 数据 迁移 索引"
        ),
        ("test", "test tests testing unittest fixture mock coverage flaky 测试 单测 用例"),
        ("build", "build compile compiler linker makefile 编译 构建 链接"),
        ("deploy", "deploy deployment release rollback production staging 部署 发布 上线 回滚"),
        ("dependency", "dependency dependencies package packages lockfile install 依赖 安装"),
        ("auth", "auth authentication authorization login oauth jwt permission permissions 登录 认证 鉴权 权限"),
        ("network", "network http https proxy dns tls ssl socket firewall timeout 网络 代理 超时 连接"),
        ("performance", "performance latency throughput profiling benchmark slow memory leak 性能 优化 延迟 泄漏"),
        ("security", "security vulnerability cve xss csrf injection encryption 安全 漏洞 加密"),
        ("concurrency", "deadlock race thread threads mutex concurrency async actor 并发 线程 死锁"),
        ("container", "container containers docker kubernetes k8s pod 容器 镜像"),
        ("ci", "ci pipeline workflow jenkins 流水线"),
        ("api", "api rest graphql grpc endpoint webhook 接口"),
        ("frontend", "frontend react vue css html component browser 前端 页面 组件 样式"),
        ("config", "config configuration environment settings 配置 环境"),
        ("cache", "cache caching redis memcached 缓存"),
        ("logging", "log logs logging tracing metrics 日志 监控"),
        ("refactor", "refactor refactoring rename cleanup 重构"),
        ("docs", "documentation docs readme tutorial 文档"),
        ("git", "commit branch merge rebase 提交 分支 合并"),
        ("encoding", "encoding utf8 unicode charset 编码 乱码"),
        ("filesystem", "file files directory symlink 文件 目录 路径"),
        ("ml", "model training inference embedding embeddings llm gpu cuda 模型 训练 推理"),
        ("search", "search indexing bm25 fts5 retrieval 搜索 检索"),
        ("parser", "parser parse tokenizer grammar regex 解析 正则"),
        ("scheduling", "cron scheduler schedule 定时 调度"),
    ]
}
