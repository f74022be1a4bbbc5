/// Names that say what a folder or a file is for.
enum LayoutWords {
    static let tests = words("tests test Tests Test spec specs __tests__ e2e")
    static let migrations = words("migrations migrate")
    static let docs = words("docs doc documentation Documentation")
    static let scripts = words("scripts Scripts")
    static let config = words("config conf")
    static let sources = words("src Sources Source source lib app pkg cmd internal packages crates apps")
    /// That alone, in a listing, can mean nothing else.
    static let plainSources = words("src Sources")
    static let groups = words("packages crates apps")
    /// Top folders whose programs are no sources of the project.
    static let noSources = words(
        "examples example samples demo demos bench benchmarks Benchmarks tools tool bin hack contrib fixtures tmp temp "
            + "notebooks playground sandbox generated gen public static assets")
    /// Nothing in them is of the project's making.
    static let ignored = words(
        "node_modules vendor third_party ThirdParty dist build out target .build .git .venv venv env site-packages "
            + "__pycache__ .tox .cache .next .idea .vscode DerivedData Pods coverage tmp temp")
    static let integration = words(
        ".gitlab-ci.yml Jenkinsfile azure-pipelines.yml .travis.yml bitbucket-pipelines.yml .drone.yml")
    static let manifests = words(
        "package.json pyproject.toml setup.py Cargo.toml Package.swift go.mod pom.xml build.gradle build.gradle.kts "
            + "Gemfile composer.json mix.exs pubspec.yaml CMakeLists.txt")
    static let configStems = words("config settings configuration application appsettings")
    static let configTypes = words("yaml yml toml json ini cfg conf env properties py js ts mjs cjs exs rb php plist")

    static let languages: [String: String] = [
        "py": "Python", "js": "JavaScript", "mjs": "JavaScript", "cjs": "JavaScript", "jsx": "JavaScript",
        "ts": "TypeScript", "tsx": "TypeScript", "rs": "Rust", "go": "Go", "swift": "Swift", "java": "Java",
        "kt": "Kotlin", "c": "C", "cc": "C++", "cpp": "C++", "cs": "C#", "rb": "Ruby", "php": "PHP", "ex": "Elixir",
        "scala": "Scala", "dart": "Dart", "hs": "Haskell", "vue": "Vue", "svelte": "Svelte",
    ]

    /// Lock files: whose packages, and what manages them.
    static let locks: [String: (ecosystem: String, manager: String)] = [
        "package-lock.json": ("JavaScript", "npm"), "pnpm-lock.yaml": ("JavaScript", "pnpm"),
        "yarn.lock": ("JavaScript", "Yarn"), "bun.lock": ("JavaScript", "Bun"), "bun.lockb": ("JavaScript", "Bun"),
        "poetry.lock": ("Python", "Poetry"), "uv.lock": ("Python", "uv"), "Pipfile.lock": ("Python", "Pipenv"),
        "pdm.lock": ("Python", "PDM"), "Cargo.lock": ("Rust", "Cargo"), "Gemfile.lock": ("Ruby", "Bundler"),
        "composer.lock": ("PHP", "Composer"), "go.sum": ("Go", "Go modules"),
        "Package.resolved": ("Swift", "Swift Package Manager"), "mix.lock": ("Elixir", "Mix"),
        "pubspec.lock": ("Dart", "pub"),
    ]

    static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}

extension LayoutWords {
    /// Names that, without a type, are folders wherever they are listed.
    static let foldersByName = tests.union(docs).union(plainSources).union(["migrations", "config", "scripts"])
        .subtracting(["test", "Test", "spec", "doc", "e2e"])
}
