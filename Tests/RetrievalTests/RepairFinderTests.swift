import JSONText
import MemoryModel
import MemoryTestSupport
import Testing

@testable import Retrieval

/// What ended a fault, and when nothing is known to have.
@Suite struct RepairFinderTests {
    private static let fault = "ModuleNotFoundError|no module named|yaml"

    /// Steps of one session, in order; a new turn begins with each question.
    private struct Story {
        var steps: [Trace] = []
        var turn = 0
        var episode = "e1"

        private mutating func add(_ body: (inout Trace) -> Void) {
            var trace = Trace(
                id: TraceID("tr_\(steps.count)"), sessionID: SessionID("s"), episodeID: EpisodeID(episode),
                turnID: TurnID("t\(turn)"), step: steps.count, kind: .tool, at: TestClock.start,
                owner: Namespace(agentKind: "claude"), userText: "", agentText: "")
            body(&trace)
            steps.append(trace)
        }

        mutating func fails(_ command: String, showing fault: String = RepairFinderTests.fault, output: String = "E") {
            add {
                $0.call = ToolCall(name: "Bash", input: ["command": .string(command)], output: output, errorCode: "1")
                $0.outcome = .failure
                $0.errors = [Trace.ErrorMark(signature: fault)]
            }
        }

        mutating func runs(_ command: String) {
            add {
                $0.call = ToolCall(name: "Bash", input: ["command": .string(command)], output: "fine")
                $0.outcome = .success
            }
        }

        mutating func uses(_ tool: String, _ input: JSON, outcome: Outcome = .success) {
            add {
                $0.call = ToolCall(name: tool, input: input, output: "done")
                $0.outcome = outcome
            }
        }

        mutating func says(_ user: String, _ agent: String, showing fault: String? = nil) {
            add {
                $0.kind = .answer
                $0.userText = user
                $0.agentText = agent
                $0.errors = fault.map { [Trace.ErrorMark(signature: $0)] } ?? []
            }
            turn += 1
        }

        /// Of the first step that shows the fault.
        var repair: Repair? {
            guard let index = steps.firstIndex(where: { !$0.errors.isEmpty }) else { return nil }
            return RepairFinder(faults: [RepairFinderTests.fault])
                .repair(of: steps[index], following: Array(steps[(index + 1)...]))
        }

        var fixes: [String] { repair?.steps.map(\.id.rawValue) ?? [] }
    }

    @Test("what was changed before the same command passed is the repair; looking around is not")
    func changeThenPass() {
        var story = Story()
        story.fails("cd /src && python -m pytest tests/test_a.py 2>&1 | tail -20")
        story.runs("grep -rn yaml .")
        story.runs("pip install pyyaml")
        story.runs("git status")
        story.runs("pytest tests/test_a.py")
        #expect(story.fixes == ["tr_2"])
        #expect(story.repair?.passed?.id.rawValue == "tr_4")
        #expect(story.repair?.evidence == .changeThenPass)
    }

    @Test("attempts before the last failing run are not the repair")
    func attempts() {
        var story = Story()
        story.fails("swift test")
        story.uses("Edit", ["file_path": "A.swift", "old_string": "a", "new_string": "b"])
        story.fails("swift test")
        story.uses("Edit", ["file_path": "B.swift", "old_string": "a", "new_string": "b"])
        story.uses("Edit", ["file_path": "C.swift", "old_string": "a", "new_string": "b"], outcome: .failure)
        story.uses("Edit", ["file_path": "README.md", "old_string": "a", "new_string": "b"])
        story.runs("swift test")
        #expect(story.fixes == ["tr_3"])
    }

    @Test("when another fault takes its place, what came before that is the repair")
    func nextFault() {
        var story = Story()
        story.fails("pytest")
        story.runs("pip install pyyaml")
        story.fails("pytest", showing: "AssertionError")
        story.uses("Edit", ["file_path": "a.py", "old_string": "a", "new_string": "b"])
        story.runs("pytest")
        #expect(story.fixes == ["tr_1"])
    }

    @Test("the passing command is the repair when only its text differs")
    func changedCommand() {
        var story = Story()
        story.fails("pip install psycopg2")
        story.runs("pip list")
        story.runs("pip install psycopg2-binary")
        #expect(story.fixes == ["tr_2"])
        #expect(story.repair?.evidence == .changedCommand)
        var flag = Story()
        flag.fails("docker build .")
        flag.runs("docker build --network host .")
        #expect(flag.fixes == ["tr_1"])
    }

    @Test("a fault that never passed, or passed by itself, has no repair")
    func none() {
        var never = Story()
        never.fails("swift test")
        never.uses("Edit", ["file_path": "A.swift", "old_string": "a", "new_string": "b"])
        #expect(never.repair == nil)
        var flaky = Story()
        flaky.fails("swift test")
        flaky.runs("git diff")
        flaky.runs("swift test 2>&1 | tail -3")
        #expect(flaky.repair == nil)
    }

    @Test(
        "a pass of something else does not count",
        arguments: [
            ("pytest tests/test_a.py", "pytest tests/test_b.py"), ("npm run build", "npm run lint"),
            ("pip install psycopg2", "pip install requests"), ("swift build", "swift test"),
            ("python manage.py migrate", "python manage.py check"), ("pytest", "pytest tests/test_b.py"),
            ("docker compose up", "docker ps"), ("make test", "make docs"),
        ])
    func unrelated(failing: String, passing: String) {
        var story = Story()
        story.fails(failing, output: "ERROR in tests/test_a.py")
        story.uses("Edit", ["file_path": "a.py", "old_string": "a", "new_string": "b"])
        story.runs(passing)
        #expect(story.repair == nil)
    }

    @Test("a pass in the next task does not count")
    func nextTask() {
        var story = Story()
        story.fails("make")
        story.says("Run make.", "It fails.")
        story.episode = "e2"
        story.uses("Write", ["file_path": "x.c", "content": "int x;"])
        story.runs("make")
        #expect(story.repair == nil)
    }

    @Test("tools that are no shell are the same by what they work on")
    func otherTools() {
        var story = Story()
        story.uses("Edit", ["file_path": "a.py", "old_string": "x", "new_string": "y"], outcome: .failure)
        story.steps[0].errors = [Trace.ErrorMark(signature: Self.fault)]
        story.uses("Edit", ["file_path": "b.py", "old_string": "x", "new_string": "y"])
        story.uses("Read", ["file_path": "a.py"])
        story.uses("TodoWrite", ["todos": []])
        story.uses("Edit", ["file_path": "a.py", "old_string": "x ", "new_string": "y"])
        #expect(story.fixes == ["tr_1"])
        story.steps.remove(at: 1)
        #expect(story.fixes == ["tr_4"])
    }

    @Test("a person's word is enough, with less confidence")
    func told() {
        var story = Story()
        story.says("I get ModuleNotFoundError: yaml", "Install PyYAML with pip.", showing: Self.fault)
        story.says("Works now, thanks. Next: the parser.", "Sure.")
        #expect(story.fixes == ["tr_0"])
        #expect(story.repair?.evidence == .told)
        #expect(story.repair?.passed == nil)
        var edits = Story()
        edits.fails("./deploy.sh prod")
        edits.uses("Edit", ["file_path": "deploy.yml", "old_string": "a", "new_string": "b"])
        edits.says("Deploy it.", "I changed the port; please try.")
        edits.runs("git log")
        edits.says("好了，谢谢", "不客气")
        #expect(edits.fixes == ["tr_1", "tr_2"])
        #expect((edits.repair?.confidence ?? 1) < 0.6)
    }

    @Test("of many changes those that name what the fault names are kept")
    func manyChanges() {
        var story = Story()
        story.fails("make", output: "error: ledger.c: unknown type name 'money_t'")
        for name in ["a.c", "ledger.c", "b.c", "c.c", "d.c"] {
            story.uses("Edit", ["file_path": .string(name), "old_string": "x", "new_string": "y"])
        }
        story.runs("make")
        #expect(story.fixes.contains("tr_2"))
        #expect(story.fixes.count == RepairFinder.longest)
    }
}
