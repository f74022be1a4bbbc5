/// Variables of the environment by which people move the folders of agents. The daemon's environment is not that of who
/// asks it, so that a command hands on those that are set.
package enum HostVariables {
    package static let names = [
        "HOME", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "HERMES_HOME", "DSH_HOME", "QWEN_HOME", "KIMI_CODE_HOME",
        "OPENCODE_DB", "OPENCLAW_STATE_DIR", "OPENCLAW_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    ]
}
