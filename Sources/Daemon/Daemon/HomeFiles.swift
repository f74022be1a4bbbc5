import HostHooks
import JSONText
import MemoryCore
import MemoryModel
import MemoryStore
import RuntimeHome
import SkillPackages

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of a home that may hold what somebody has forgotten.
struct HomeFiles: HomeTraces {
    let home: RuntimeHome
    /// In which agents look for skills.
    var skillFolders: [String] = []

    func remove(_ forgotten: Forgotten) -> [(noun: String, count: Int)] {
        [
            ("spool", removeRecords(of: forgotten)),
            (
                "skillFolders",
                forgotten.skillNames.count { Self.removeTree("\(home.skills)/\($0)") } + removeInstalled(forgotten)
            ),
            ("backups", forgotten.since.map(removeBackups) ?? 0),
        ]
    }

    /// What hooks wrote down and the daemon has not taken over, or could not.
    private func removeRecords(of forgotten: Forgotten) -> Int {
        let sessions = Set(forgotten.sessions.map(\.rawValue))
        return [home.spool, home.rejectedSpool].reduce(0) { count, folder in
            count
                + SystemFacts.names(in: folder).filter { $0.hasSuffix(".json") }.count { name in
                    let path = "\(folder)/\(name)"
                    guard let text = SystemFacts.readFile(path, limit: 64 << 20) else { return false }
                    let record = (try? JSON(parsing: text)) ?? .string(text)
                    let isOfSession = record["payload"].flatMap(HookPayload.session).map(sessions.contains) ?? false
                    guard isOfSession || ForgottenWords.isAny(of: forgotten.words, in: ForgottenWords.text(of: record))
                    else { return false }
                    return unlink(path) == 0
                }
        }
    }

    /// Skills in folders of agents; of what others put there nothing is touched.
    private func removeInstalled(_ forgotten: Forgotten) -> Int {
        guard !forgotten.items.isEmpty else { return 0 }
        return (skillFolders + [home.skills]).flatMap { folder in
            SystemFacts.names(in: folder).map { "\(folder)/\($0)" }
        }.count {
            path in
            let text = SystemFacts.readFile("\(path)/SKILL.md").map { Array($0.utf8) }
            guard let owner = text.flatMap(SkillFolder.owner), forgotten.items.contains(owner.rawValue) else {
                return false
            }
            return Self.removeTree(path)
        }
    }

    /// Copies of the database from before a migration, made when what is forgotten was there.
    private func removeBackups(since time: Timestamp) -> Int {
        SystemFacts.names(in: home.backups).count { name in
            guard name.hasPrefix("memos-"), name.hasSuffix(".db"),
                let made = Timestamp(name.dropFirst("memos-".count).dropLast(".db".count)), made >= time
            else { return false }
            return unlink("\(home.backups)/\(name)") == 0
        }
    }

    /// - Returns: whether there was a folder and it is gone. Links are removed, not followed.
    @discardableResult
    static func removeTree(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFDIR else { return unlink(path) == 0 }
        for name in SystemFacts.names(in: path) { removeTree("\(path)/\(name)") }
        return rmdir(path) == 0
    }
}
