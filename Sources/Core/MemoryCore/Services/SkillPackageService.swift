import JSONText
package import MemoryModel
package import MemoryStore
import SharedStatements
import SkillPackages
import SkillScreening

/// Skills that go out as folders of the open format, and skills of others that come in and wait for a person.
package struct SkillPackageService: Sendable {
    let context: CoreContext
    let shelf: any SkillShelf

    package init(context: CoreContext, shelf: any SkillShelf) {
        self.context = context
        self.shelf = shelf
    }

    package struct Exported: Sendable {
        /// Folders that were written.
        package var paths: [String] = []
        /// Folders that somebody else made, which were left alone.
        package var foreign: [String] = []
    }

    /// Writes skills as folders; a folder that is not of that skill is left alone.
    ///
    /// - Parameters:
    ///   - ids: whichever they are; `nil`: all that are in use.
    ///   - folder: absolute; `nil`: the home's.
    /// - Throws: `skill_not_found`, `path_not_writable`.
    package func export(_ ids: [SkillID]?, to folder: String?) async throws -> Exported {
        let skills = try await context.database.read { reader -> [(SkillID, SkillFolder)] in
            let chosen =
                if let ids {
                    try ids.map { id in
                        guard let skill = try reader.item(id) else { throw MemoryError.missing(.skill, id.rawValue) }
                        return skill
                    }
                } else {
                    try reader.items(
                        Skill.self, filter: ItemFilter(statuses: [.active]), limit: Self.mostSkills, offset: 0
                    ).filter(SkillFolder.isExported)
                }
            return try chosen.map { try Self.folder(of: $0, in: reader) }
        }
        var exported = Exported()
        for (id, written) in skills {
            let path = "\(folder ?? shelf.folder)/\(written.name)"
            guard isOurs(path, id) else {
                exported.foreign.append(path)
                continue
            }
            try shelf.replace(path, with: written.files.map { ($0.path, $0.bytes) })
            exported.paths.append(path)
        }
        return exported
    }

    /// A skill as its folder, with the files that it came with.
    static func folder(of skill: Skill, in reader: MemoryReader) throws -> (id: SkillID, folder: SkillFolder) {
        if let origin = skill.origin {
            let files = try SharedFiles.of(origin.envelope, in: reader)
            return (skill.id, SkillFolder(skill, others: files.map { .init(path: $0.path, bytes: $0.content) }))
        }
        let source = try reader.skillPackage(of: skill.id).flatMap { try reader.bytes(ofSkillPackage: $0.id) }
        let others = source.flatMap { try? ImportedSkill.read($0).files } ?? []
        return (skill.id, SkillFolder(skill, others: others.map { .init(path: $0.path, bytes: $0.bytes) }))
    }

    /// Whether nothing is there, or a folder that this memory wrote for this skill.
    func isOurs(_ path: String, _ skill: SkillID) -> Bool {
        !shelf.exists(path) || owner(of: path) == skill
    }

    /// The skill that this memory wrote a folder for; `nil` when somebody else made it.
    func owner(of path: String) -> SkillID? {
        (try? shelf.read("\(path)/SKILL.md", limit: ImportedSkill.longestText)).flatMap(SkillFolder.owner)
    }

    /// Reads a skill of somebody else's and keeps it apart. The same file again is the same package.
    ///
    /// - Parameters:
    ///   - path: absolute; of a `SKILL.md` or of a ZIP archive with one.
    ///   - source: where it came from, for people; `nil`: the path.
    /// - Throws: `not_found`, `invalid_argument` and `unsupported` with a reason in the details; `conflict` when it was
    ///   refused before.
    package func take(_ path: String, from source: String? = nil) async throws -> StoredSkillPackage {
        let bytes = try shelf.read(path, limit: ImportedSkill.largestArchive)
        let skill = try ImportedSkill.read(bytes)
        let id = "pk_" + ContentHash.of([String(decoding: bytes, as: UTF8.self)])
        return try await context.database.write { transaction in
            if let known = try transaction.reader.skillPackage(id) {
                guard known.state != .refused else {
                    throw MemoryError(
                        .conflict, "This skill was refused before.", details: ["id": .string(id)],
                        hint: "memos forget \(id) lets it be asked again.")
                }
                return known
            }
            let package = StoredSkillPackage(
                id: id, at: transaction.now, name: skill.name, source: source ?? path, content: skill.shown)
            try transaction.insert(package, file: path, bytes: bytes)
            return package
        }
    }

    /// Those that wait, oldest first.
    package func pending() async throws -> [StoredSkillPackage] {
        try await context.database.read { try $0.skillPackages(.pending) }
    }

    /// Makes a skill of a package: a candidate, under a name that is free.
    ///
    /// - Parameter owner: whose skill it is from now on.
    /// - Throws: `not_found`, `conflict` when it does not wait.
    package func approve(_ id: String, for owner: Namespace) async throws -> Skill {
        try await context.database.write { transaction in
            let package = try Self.waiting(id, in: transaction.reader)
            guard let bytes = try transaction.reader.bytes(ofSkillPackage: id) else {
                throw MemoryError(.internal, "The file of this package is gone.", details: ["id": .string(id)])
            }
            let name = Self.freeName(package.name, taken: try transaction.reader.skillNames())
            var skill = try ImportedSkill.read(bytes).skill(named: name, owner: owner, at: transaction.now)
            skill.status = .candidate
            let reason = "approved by a person; from \(package.source)"
            try transaction.insert(skill, reason: reason)
            try transaction.approve(skillPackage: id, as: skill.id)
            transaction.tell(MemoryFact(.skillCrystallized, of: skill, reason: reason))
            return skill
        }
    }

    /// Turns a package away; its text is removed.
    ///
    /// - Throws: `not_found`, `conflict` when it does not wait.
    package func refuse(_ id: String) async throws {
        try await context.database.write { transaction in
            _ = try Self.waiting(id, in: transaction.reader)
            try transaction.refuse(skillPackage: id)
        }
    }

    private static func waiting(_ id: String, in reader: MemoryReader) throws -> StoredSkillPackage {
        guard let package = try reader.skillPackage(id) else {
            throw MemoryError(
                .notFound, "There is no skill of this id that waits.", details: ["id": .string(id)],
                hint: "skill.pending names them.")
        }
        guard package.state == .pending else {
            throw MemoryError(
                .conflict, "This skill was \(package.state.rawValue) already.", details: ["id": .string(id)],
                hint: "skill.pending names those that wait.")
        }
        return package
    }

    static func freeName(_ name: String, taken: Set<String>) -> String {
        var (candidate, number) = (name, 1)
        while taken.contains(candidate) {
            number += 1
            let suffix = "-\(number)"
            candidate = name.prefix(64 - suffix.count) + suffix
        }
        return candidate
    }

    /// Skills written at once.
    private static let mostSkills = 10_000
}

extension ImportedSkill {
    /// What a person decides by.
    fileprivate var shown: JSON {
        [
            "description": .string(description), "steps": JSON(procedure.steps),
            "files": .array(files.map { ["path": .string($0.path), "bytes": JSON($0.size)] }),
            "warnings": .array(warnings.map { ["kind": .string($0.kind.rawValue), "text": .string($0.text)] }),
        ]
    }
}
