/// One mark of harm in a text that somebody else wrote: what it is, how much it weighs, and where it stands.
package struct ScreeningFinding: Sendable, Equatable {
    package var kind: Kind
    package var severity: ScreeningSeverity
    /// The file, as its package names it.
    package var path: String
    /// From 1; `nil` when it is about the file or the package as a whole.
    package var line: Int?
    /// At most 120 characters of the place; control and hidden characters are written as `\u{…}`, secrets are left
    /// out.
    package var excerpt: String
    /// A sentence that says what and where.
    package var text: String

    package init(
        kind: Kind, severity: ScreeningSeverity, path: String, line: Int? = nil, excerpt: String = "", text: String
    ) {
        self.kind = kind
        self.severity = severity
        self.path = path
        self.line = line
        self.excerpt = excerpt
        self.text = text
    }

    /// The raw value is stable.
    package enum Kind: String, Sendable, CaseIterable {
        /// A file that can be run.
        case script
        /// Something fetched from a network is run, or obeyed, unseen.
        case remoteCode = "remote_code"
        /// Words that tell an agent to drop its instructions or to hide something from its user.
        case override
        case secret
        /// A command that removes or overwrites much.
        case destructive
        /// Characters or comments that a reader does not see.
        case hidden
        /// It asks for tools without asking a person.
        case permissions
        /// A file that is no text, which was not looked into.
        case binary
        case renamed
        /// Text beyond what is read.
        case unread
        /// Secrets or private text of this machine go to a network address.
        case exfiltration
        /// Something that runs again by itself, or what every later session reads, is changed.
        case persistence
        /// Confirmations, sandboxes, protections or records are switched off.
        case safety
        /// Text that poses as a turn of the system, a tool or the user.
        case impersonation
        /// A blob of code or text that only a decoder can read.
        case encoded
        /// Code written so that a reader does not see what it does.
        case obfuscated
        case reverseShell = "reverse_shell"
        /// Work for somebody else's purse: miners, wallets, changed payees.
        case theft
        /// Packages from an address or of a name that nobody vouches for.
        case untrustedSource = "untrusted_source"
        /// Rights that outlast the command.
        case privilege
    }
}
