/// The coding agents that can have a memory of their own, each with a home folder and a viewer port.
package enum Agent: String, Sendable, CaseIterable {
    case openclaw, hermes, dsh, claude, codex, cursor, gemini, opencode

    /// Where the viewer of this agent's daemon listens by default; the next free port when it is taken.
    package var viewerPort: UInt16 {
        switch self {
        case .openclaw: 18799
        case .hermes: 18800
        case .dsh: 18801
        case .claude: 18802
        case .codex: 18803
        case .cursor: 18804
        case .gemini: 18805
        case .opencode: 18806
        }
    }
}
