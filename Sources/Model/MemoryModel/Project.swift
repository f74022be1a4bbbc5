/// What people work on: a repository with all its clones and worktrees, or a folder that is none. Recall before a turn
/// sees one project.
package struct Project: Sendable, Equatable {
    package var id: ProjectID
    /// For people; not unique.
    package var name: String
    package var createdAt: Timestamp

    package init(id: ProjectID, name: String, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

package typealias ProjectID = Identifier<Project>

/// One way to recognise a project. Several keys may lead to the same one.
package struct ProjectKey: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// Host and path of the repository that a checkout was cloned from, without scheme, user, port and `.git`.
        case remote
        /// The folder in which git keeps a repository; its worktrees share it.
        case repository = "git"
        /// A folder outside of any repository, or a host's word for one that is not on this machine.
        case folder
    }

    package var kind: Kind
    package var text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Reads `description`.
    package init?(_ description: String) {
        guard let colon = description.firstIndex(of: ":"), let kind = Kind(rawValue: String(description[..<colon]))
        else { return nil }
        self.init(kind, String(description[description.index(after: colon)...]))
    }

    /// As it is stored, such as `remote:github.com/acme/api`.
    package var description: String { "\(kind.rawValue):\(text)" }

    /// Whether it names the repository and not just a place: it then decides against what a folder was known as before.
    package var isRepository: Bool { kind != .folder }
}

/// What a folder says about the project it belongs to.
package struct ProjectMark: Sendable, Equatable {
    /// Never empty; the one that says most first.
    package var keys: [ProjectKey]
    /// The repository's name, or the folder's.
    package var name: String
    /// The folder that holds all of it; a worktree has its own.
    package var root: String
    /// The branch that is checked out; `nil` where there is none or nothing is known of it.
    package var branch: String?

    package init(keys: [ProjectKey], name: String, root: String, branch: String? = nil) {
        self.keys = keys
        self.name = name
        self.root = root
        self.branch = branch
    }

    package var key: ProjectKey { keys[0] }
}
