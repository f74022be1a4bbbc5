/// Paths as the place sees them: relative to its root, with `/` at the end of folders.
struct PlacePath {
    /// The workspace's folder; empty when no folder is known, and then only relative paths count.
    let root: String

    init(root: String?) {
        var root = root ?? ""
        while root.hasSuffix("/") { root.removeLast() }
        self.root = root.hasPrefix("/") ? root : ""
    }

    /// - Parameter folder: what relative paths are relative to, itself relative to the root; empty for the root.
    /// - Returns: `nil` for what lies outside of the place or is no plain path; the root itself is empty.
    func relative(_ path: String, in folder: String = "") -> String? {
        guard path.utf8.count <= 400 else { return nil }
        var rest = path[...]
        if rest.hasPrefix("/") {
            guard !root.isEmpty, rest.hasPrefix(root) else { return nil }
            rest = rest.dropFirst(root.count)
            guard rest.isEmpty || rest.hasPrefix("/") else { return nil }
            return Self.resolved(rest)
        }
        guard !rest.hasPrefix("~") else { return nil }
        return Self.resolved((folder + "/" + rest)[...])
    }

    private static func resolved(_ path: Substring) -> String? {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            guard part != ".." else {
                guard parts.popLast() != nil else { return nil }
                continue
            }
            parts.append(part)
        }
        let result = parts.joined(separator: "/")
        return result.isEmpty || FactScreen.isPath(result) ? result : nil
    }

    /// What the path of a file, or of a folder with `/` at its end, tells of the layout.
    static func layout(of path: String) -> [(topic: FactTopic, value: String)] {
        let isFolder = path.hasSuffix("/")
        let parts = path.split(separator: "/").map(String.init)
        let folders = isFolder ? parts : parts.dropLast()
        let name = isFolder ? "" : parts.last ?? ""
        guard folders.allSatisfy({ !LayoutWords.ignored.contains($0) }) else { return [] }
        if path.hasPrefix(".github/workflows/") { return [(.integration, ".github/workflows/")] }
        if path.hasPrefix(".circleci/") { return [(.integration, ".circleci/")] }
        if LayoutWords.integration.contains(path) { return [(.integration, path)] }
        if let end = index(of: LayoutWords.tests, in: folders) { return [(.tests, folder(folders, end))] }
        if let end = index(of: LayoutWords.migrations, in: folders) { return [(.migrations, folder(folders, end))] }
        if let first = folders.first, LayoutWords.docs.contains(first) { return [(.docs, first + "/")] }
        if let first = folders.first, LayoutWords.scripts.contains(first) { return [(.scripts, first + "/")] }
        if LayoutWords.manifests.contains(name) { return [(.manifest, path)] }
        let type = fileType(name)
        if let end = index(of: LayoutWords.config, in: folders), isFolder || LayoutWords.configTypes.contains(type) {
            return [(.config, folder(folders, end))]
        }
        if isConfig(name, type: type) { return [(.config, path)] }
        if let pattern = testPattern(name, type: type) { return [(.testFiles, pattern)] }
        return sources(folders, name: name, type: type, isFolder: isFolder)
    }

    private static func sources(
        _ folders: some BidirectionalCollection<String>, name: String, type: String, isFolder: Bool
    ) -> [(topic: FactTopic, value: String)] {
        let folders = Array(folders)
        if isFolder {
            guard folders.count == 1, let first = folders.first, LayoutWords.plainSources.contains(first) else {
                return []
            }
            return [(.sources, first + "/")]
        }
        guard let language = LayoutWords.languages[type], let top = folders.first, !top.hasPrefix("."),
            !LayoutWords.noSources.contains(top)
        else { return [] }
        var end = folders.firstIndex { LayoutWords.sources.contains($0) } ?? 0
        // `packages/api/src/`: a folder of packages is no folder of sources.
        if LayoutWords.groups.contains(folders[end]), end + 1 < folders.count {
            end = folders[(end + 1)...].firstIndex { LayoutWords.plainSources.contains($0) } ?? end + 1
        }
        if folders[end] == "src", end + 1 < folders.count, folders[end + 1] == "main" { end += 1 }
        return [(.sources, folder(folders, end)), (.language, language)]
    }

    private static func index(of words: Set<String>, in folders: some Collection<String>) -> Int? {
        let folders = Array(folders.prefix(4))
        return folders.firstIndex { words.contains($0) }
    }

    private static func folder(_ folders: some Collection<String>, _ end: Int) -> String {
        folders.prefix(end + 1).joined(separator: "/") + "/"
    }

    /// Without the dot, in lower case; empty for names without one.
    static func fileType(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    private static func isConfig(_ name: String, type: String) -> Bool {
        if name == ".env.example" || name == ".env.sample" || name == ".env" { return true }
        let stem = name.prefix { $0 != "." && $0 != "-" }.lowercased()
        return LayoutWords.configStems.contains(stem) && LayoutWords.configTypes.contains(type)
    }

    private static func testPattern(_ name: String, type: String) -> String? {
        guard LayoutWords.languages[type] != nil else { return nil }
        if name.hasSuffix(".test.\(type)") { return "*.test.\(type)" }
        if name.hasSuffix(".spec.\(type)") { return "*.spec.\(type)" }
        return type == "go" && name.hasSuffix("_test.go") ? "*_test.go" : nil
    }
}
