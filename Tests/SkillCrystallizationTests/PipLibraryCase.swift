import JSONText
import MemoryModel
import SkillCrystallization

/// Three tasks in which pip could not build a package for want of a system library, on Alpine and on Debian, and the
/// policy learned of them.
enum PipLibraryCase {
    static let owner = Namespace(agentKind: "claude", workspace: "/srv/app")
    static let day: Timestamp = 86_400_000
    static let start: Timestamp = 1_772_000_000_000

    static func step(
        _ id: String, _ command: String, output: String = "", fails: Bool = false, value: Double = 0.8,
        episode: String = "e1", at: Timestamp = start, tags: [String] = ["alpine", "python"]
    ) -> Trace {
        Trace(
            id: TraceID(id), sessionID: SessionID("s"), episodeID: EpisodeID(episode), turnID: TurnID("t-\(episode)"),
            step: 0, kind: .tool, at: at, owner: owner, userText: "", agentText: "",
            call: ToolCall(
                name: "bash", input: ["command": .string(command)], output: output, errorCode: fails ? "1" : nil),
            outcome: fails ? .failure : .success, summary: "bash: \(command) → \(fails ? "error" : "ok")", tags: tags,
            errors: fails ? [Trace.ErrorMark(signature: output)] : [], value: value)
    }

    static let steps: [Trace] = [
        step(
            "a1", "pip install lxml",
            output: "Error: Please make sure the libxml2 and libxslt development packages are installed.", fails: true,
            value: 0.3),
        step("a2", "apk add libxml2-dev libxslt-dev"),
        step("a3", "pip install lxml", value: 0.9),
        step(
            "b1", "pip install psycopg2", output: "Error: pg_config executable not found.", fails: true, value: 0.2,
            episode: "e2", tags: ["debian"]),
        step("b2", "apt-get install -y libpq-dev", episode: "e2", tags: ["debian"]),
        step("b3", "pip install psycopg2", value: 0.9, episode: "e2", tags: ["debian"]),
        step(
            "c1", "pip install xmlsec", output: "pkg-config: xmlsec1 not found", fails: true, value: 0.2, episode: "e3"),
        step(
            "c2", "pip install --only-binary :all: xmlsec", output: "ERROR: No matching distribution found",
            fails: true, value: -0.4, episode: "e3"),
        step(
            "c3", "pip wheel xmlsec", output: "ERROR: pkg-config: xmlsec1 not found", fails: true, value: -0.3,
            episode: "e3"),
        step("c4", "apk add xmlsec-dev", episode: "e3"),
        step("c5", "pip install xmlsec", value: 0.9, episode: "e3"),
    ]

    static let openings: [(EpisodeID, String)] = [
        (EpisodeID("e1"), "Install lxml in our Alpine image, the API container needs it."),
        (EpisodeID("e2"), "Please add psycopg2 to the Debian image of the worker.\n```\nFROM debian\n```"),
        (EpisodeID("e3"), "在 Alpine 容器里安装 xmlsec，密码 token=ghp_0123456789abcdefghijABCDEFGHIJ012345"),
    ]

    static let form: JSON = [
        "form": 1, "kind": "repair", "action": "install_package", "tool_stem": "pip install",
        "fault": "missing_library",
        "parameters": [
            ["name": "package", "description": "the package to install", "examples": ["lxml", "psycopg2", "xmlsec"]],
            [
                "name": "library", "description": "the system package that is missing",
                "examples": ["libxml2-dev libxslt-dev", "libpq-dev"],
            ],
        ],
        "steps": [
            [
                "text": "Install the system package that is missing: `apk add <library>`",
                "command": "apk add <library>",
                "action": "install_system_package", "tool": "bash", "condition": "on Alpine", "group": 1, "support": 2,
            ],
            [
                "text": "Install the system package that is missing: `apt-get install -y <library>`",
                "command": "apt-get install -y <library>", "action": "install_system_package", "tool": "bash",
                "condition": "on Debian", "group": 1, "support": 1,
            ],
            [
                "text": "Install the package again: `pip install <package>`", "command": "pip install <package>",
                "action": "install_package", "tool": "bash", "support": 3,
            ],
        ],
        "verification": "`pip install <package>` succeeds",
        "preconditions": ["`pip install <package>` has failed because a system library is missing"],
        "tools": ["bash"], "goals": [], "marks": ["alpine", "debian", "container", "python"],
    ]

    static let policy = Policy(
        id: PolicyID("po_1"), owner: owner, status: .active, createdAt: start,
        title: "Install the missing system library, then the Python package",
        trigger: "`pip install` fails because a system library is missing, in a container",
        procedure: "1. On Alpine: `apk add <library>`\n2. `pip install <package>`",
        verification: "`pip install <package>` succeeds",
        guidance: DecisionGuidance(
            antiPattern: [.init(text: "Do not use the binary wheel on Alpine.", evidenceIDs: ["f1"])]),
        signature: "python|container|bash|missing_library", support: 3, gain: 0.31,
        verifierMeta: ["procedure": form])

    static func evidence(_ change: (inout SkillCrystallization.Evidence) -> Void = { _ in })
        -> SkillCrystallization.Evidence
    {
        var evidence = SkillCrystallization.Evidence(policy: policy, steps: steps, openings: openings)
        change(&evidence)
        return evidence
    }

    /// The skill that is made of it.
    static var skill: Skill? {
        guard case .insert(let skill, _) = SkillCrystallization().settle(evidence(), at: start + day) else {
            return nil
        }
        return skill
    }

    static func record(_ opening: String, _ commands: [(String, Bool)], id: String = "e9", reward: Double? = nil)
        -> EpisodeRecord
    {
        EpisodeRecord(
            episode: Episode(
                id: EpisodeID(id), sessionID: SessionID("s9"), openedAt: start + 9 * day, lastActiveAt: start + 9 * day,
                reward: reward),
            owner: owner,
            turns: [
                Turn(
                    id: TurnID("t-\(id)"), key: "k", sessionID: SessionID("s9"), episodeID: EpisodeID(id), owner: owner,
                    userText: opening, startedAt: start + 9 * day)
            ],
            steps: commands.enumerated().map { index, command in
                step(
                    "\(id)-\(index)", command.0, output: command.1 ? "" : "ERROR: unable to select packages",
                    fails: !command.1, value: 0, episode: id)
            })
    }
}
