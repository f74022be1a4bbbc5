import JSONText
package import MemoryModel
import MemoryStore
import SkillPackages

/// Skills in the folders in which agents look for them.
extension SkillPackageService {
    /// One such folder, and what of ours is in it.
    package struct HostFolder: Sendable {
        package var place: HostSkillFolder
        package var exists: Bool
        package var installed: [Installed]
    }

    package struct Installed: Sendable {
        package var id: SkillID
        /// Of its folder.
        package var name: String
        /// Whether it says what the skill says now.
        package var isCurrent: Bool
    }

    package func hostFolders() async throws -> [HostFolder] {
        let found = shelf.hostFolders.map { place in
            let owned = shelf.names(in: place.path).compactMap { name in
                owner(of: "\(place.path)/\(name)").map { (id: $0, name: name) }
            }
            return (place, owned)
        }
        let present = try await context.database.read { reader in
            try Set(found.flatMap { $0.1.map(\.id) }).reduce(into: [SkillID: SkillFolder]()) { folders, id in
                if let skill = try reader.item(id) { folders[id] = try Self.folder(of: skill, in: reader).folder }
            }
        }
        return found.map { place, owned in
            HostFolder(
                place: place, exists: shelf.exists(place.path),
                installed: owned.map { id, name in
                    let isCurrent = present[id].map { $0.name == name && holds("\(place.path)/\(name)", $0) } ?? false
                    return Installed(id: id, name: name, isCurrent: isCurrent)
                })
        }
    }

    /// Writes a skill into one of the agents' folders; a folder that somebody else made is left alone.
    ///
    /// - Parameter host: the name of one of `hostFolders`.
    /// - Returns: the path of the skill's folder.
    /// - Throws: `skill_not_found`, `invalid_argument`, `conflict` when somebody else's folder stands there,
    ///   `path_not_writable`.
    package func install(_ id: SkillID, for host: String) async throws -> String {
        let place = try place(host)
        let (_, folder) = try await rendered(id)
        let path = "\(place.path)/\(folder.name)"
        guard isOurs(path, id) else {
            throw MemoryError(
                .conflict, "There is a skill of somebody else's in \(path).", details: ["path": .string(path)],
                hint: "Rename or remove that folder, then install again.")
        }
        try shelf.replace(path, with: folder.files.map { ($0.path, $0.bytes) })
        return path
    }

    /// Removes a skill from one of the agents' folders, under whatever name it stands there.
    ///
    /// - Returns: the paths of the folders that were removed.
    /// - Throws: `invalid_argument`, `not_found` when it is not there, `path_not_writable`.
    package func uninstall(_ id: SkillID, from host: String) throws -> [String] {
        let place = try place(host)
        let paths = shelf.names(in: place.path).map { "\(place.path)/\($0)" }.filter { owner(of: $0) == id }
        guard !paths.isEmpty else {
            throw MemoryError(
                .notFound, "This skill is not in \(place.path).", details: ["id": .string(id.rawValue)],
                hint: "skill.folders tells what is installed where.")
        }
        for path in paths { try shelf.remove(path) }
        return paths
    }

    /// The text of `SKILL.md`, as it is exported.
    ///
    /// - Throws: `skill_not_found`.
    package func markdown(of id: SkillID) async throws -> (name: String, text: String) {
        let folder = try await rendered(id).folder
        return (folder.name, String(decoding: folder.files.first?.bytes ?? [], as: UTF8.self))
    }

    private func rendered(_ id: SkillID) async throws -> (id: SkillID, folder: SkillFolder) {
        try await context.database.read { reader in
            guard let skill = try reader.item(id) else { throw MemoryError.missing(.skill, id.rawValue) }
            return try Self.folder(of: skill, in: reader)
        }
    }

    private func holds(_ path: String, _ folder: SkillFolder) -> Bool {
        folder.files.allSatisfy { file in
            (try? shelf.read("\(path)/\(file.path)", limit: max(1, file.bytes.count))) == file.bytes
        }
    }

    private func place(_ name: String) throws -> HostSkillFolder {
        guard let place = shelf.hostFolders.first(where: { $0.name == name }) else {
            throw MemoryError(
                .invalidArgument, "No agent's folder of skills has the name \(name).",
                hint: "Known are " + shelf.hostFolders.map(\.name).joined(separator: ", ") + ".")
        }
        return place
    }
}
