import MemoryModel

/// Projects of which nothing is recorded and to which nothing is handed.
package struct PrivateProjects: Sendable, Equatable {
    /// Absolute, without a slash at the end; all that lies below belongs to them.
    private var folders: [String] = []
    /// Of projects, in small letters.
    private var names: Set<String> = []

    /// - Parameters:
    ///   - entries: folders (`/…` or `~/…`) and names of projects.
    ///   - userFolder: what `~` stands for.
    package init(_ entries: [String] = [], userFolder: String = "") {
        for entry in entries {
            guard entry.hasPrefix("/") || entry == "~" || entry.hasPrefix("~/") else {
                names.insert(entry.lowercased())
                continue
            }
            var folder = entry.hasPrefix("~") ? userFolder + entry.dropFirst() : entry
            while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
            folders.append(folder)
        }
    }

    package var isEmpty: Bool { folders.isEmpty && names.isEmpty }

    /// - Parameter mark: what the workspace says of its project; worktrees of one have its name.
    func contain(_ workspace: String, mark: ProjectMark?) -> Bool {
        let places = [workspace, mark?.root].compactMap { $0 }
        if places.contains(where: { place in folders.contains { Self.lies(place, in: $0) } }) { return true }
        let name = mark?.name ?? workspace.split(separator: "/").last.map(String.init)
        return name.map { names.contains($0.lowercased()) } ?? false
    }

    private static func lies(_ place: String, in folder: String) -> Bool {
        place == folder || place.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
}
