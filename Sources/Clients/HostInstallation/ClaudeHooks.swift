import JSONText

/// Which events of Claude Code call us.
package enum ClaudeHooks {
    package static let events: [HookEvent] = [
        HookEvent("SessionStart", timeout: 5), HookEvent("UserPromptSubmit", timeout: 5),
        HookEvent("PostToolUse", timeout: 5), HookEvent("PostToolUseFailure", timeout: 5),
        HookEvent("Stop", timeout: 5), HookEvent("SubagentStop", timeout: 5), HookEvent("PreCompact", timeout: 5),
        // The host is about to end and gives all its hooks together very little time.
        HookEvent("SessionEnd", timeout: 2),
    ]

    /// The command lines of ours in a settings text, by event; empty when it cannot be read.
    package static func installed(in settings: [UInt8]) -> [(event: String, command: [String])] {
        guard let value = try? JSON(parsing: settings) else { return [] }
        return HookMark(host: "claude").calls(in: value["hooks"] ?? .null).map { ($0.event, $0.command.words) }
    }
}
