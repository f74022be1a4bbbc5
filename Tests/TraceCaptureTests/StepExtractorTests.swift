import JSONText
import MemoryModel
import Testing
import TraceCapture

/// A turn's way into steps.
struct StepExtractorTests {
    private func steps(
        user: String = "", agent: String = "", calls: [ToolCall] = []
    ) -> [StepDraft] {
        StepExtractor.steps(
            of: FinishedTurn(userText: user, agentText: agent, thinking: "hm", calls: calls, at: 100))
    }

    @Test func callsComeFirstInTheirOrderThenTheAnswer() {
        let calls = ["Read", "Edit", "Bash"].map { ToolCall(name: $0, input: ["x": 1], output: "ok") }
        let steps = steps(user: "Fix it", agent: "Fixed.", calls: calls)
        #expect(steps.map { $0.call?.name } == ["Read", "Edit", "Bash", nil])
        #expect(steps.map(\.kind) == [.tool, .tool, .tool, .answer])
        #expect(steps.map(\.userText) == ["", "", "", "Fix it"])
        #expect(steps.map(\.thinking) == [nil, nil, nil, "hm"])
    }

    @Test(arguments: [
        ("", "", 0, 1), ("q", "", 0, 1), ("", "a", 0, 1), ("q", "a", 0, 1), ("", "", 2, 2), ("q", "", 2, 3),
        ("", "a", 1, 2),
    ])
    func theAnswerIsAStepWhenThereAreWordsOrNothingElse(user: String, agent: String, calls: Int, expected: Int) {
        let calls = (0..<calls).map { ToolCall(name: "T\($0)", input: .null) }
        #expect(steps(user: user, agent: agent, calls: calls).count == expected)
    }

    @Test(
        arguments: [
            (nil, nil, Outcome.unknown), ("out", nil, .success), ("", nil, .success), ("out", "Exit code 1", .failure),
            (nil, "Exit code 1", .failure), ("", "timeout", .failure),
        ] as [(String?, String?, Outcome)])
    func theHostSaysWhatBecameOfACall(output: String?, code: String?, expected: Outcome) {
        let call = ToolCall(name: "Bash", input: "make", output: output, errorCode: code)
        #expect(steps(calls: [call]).map(\.outcome) == [expected])
    }

    @Test(
        arguments: [
            ([.success], Outcome.success), ([.failure, .success], .success), ([.success, .failure], .failure),
            ([.failure, .unknown], .failure), ([.unknown], .unknown), ([], .unknown),
        ] as [([Outcome], Outcome)])
    func theLastCallThatSaidSomethingDecidesTheTurn(outcomes: [Outcome], expected: Outcome) {
        let calls = outcomes.map {
            ToolCall(
                name: "Bash", input: "x", output: $0 == .success ? "ok" : nil, errorCode: $0 == .failure ? "1" : nil)
        }
        #expect(StepExtractor.outcome(of: steps(user: "q", agent: "a", calls: calls)) == expected)
    }

    private static let fault = "Collecting psycopg2\nError: pg_config executable not found.\n"

    @Test func aFailureIsSigned() throws {
        let call = ToolCall(name: "Bash", input: "pip install psycopg2", output: Self.fault, errorCode: "Exit code 1")
        let mark = try #require(steps(calls: [call]).first?.errors.first)
        #expect(mark.signature.contains("pg_config"))
    }

    @Test func aSuccessThatMentionsAFaultIsNotSigned() {
        let call = ToolCall(name: "Grep", input: "pg_config", output: Self.fault)
        #expect(steps(calls: [call]).first?.errors == [])
    }

    @Test func aShellThatShowsAFaultIsInDoubtAndSigned() {
        let step = steps(calls: [ToolCall(name: "terminal", input: "make | tee log", output: Self.fault)]).first
        #expect(step?.outcome == .unknown)
        #expect(step?.errors.isEmpty == false)
    }

    @Test func aFailureWithoutOutputIsSignedByItsCode() {
        let call = ToolCall(name: "Bash", input: "x", errorCode: "ModuleNotFoundError: No module named 'yaml'")
        #expect(steps(calls: [call]).first?.errors.first?.errorClass == "ModuleNotFoundError")
    }

    @Test func aFaultTheUserPastedIsSigned() {
        let answer = steps(user: "What is this?\nModuleNotFoundError: No module named 'yaml'", agent: "Install PyYAML.")
        #expect(answer.first?.errors.first?.errorClass == "ModuleNotFoundError")
    }

    @Test func theSameFaultOnTwoMachinesIsOne() {
        func signatures(_ path: String, _ line: Int) -> [String] {
            let output = "  File \"\(path)/app.py\", line \(line), in run\nValueError: bad port 0x7f3a in \(path)/etc\n"
            return steps(calls: [ToolCall(name: "Bash", input: "x", output: output, errorCode: "1")])[0].errors
                .map(\.signature)
        }
        #expect(!signatures("/home/ann/x", 12).isEmpty)
        #expect(signatures("/home/ann/x", 12) == signatures("/srv/ci/build-9", 480))
    }

    @Test(
        arguments: [
            ("Bash", ["command": "git status && docker ps"], "git"),
            ("Bash", ["command": "apt-get install -y libpq-dev"], "apt"),
            ("Read", ["file_path": "/a/main.swift"], "swift"),
            ("Bash", ["command": "pytest tests/"], "pytest"), ("mcp__db__query", ["sql": "SELECT 1"], "mcp__db__query"),
        ] as [(String, JSON, String)])
    func aStepIsTagged(tool: String, input: JSON, tag: String) {
        let step = steps(calls: [ToolCall(name: tool, input: input, output: "ok")])[0]
        #expect(step.tags.contains { $0.contains(tag) }, "\(step.tags)")
        #expect(step.tags.count <= 8)
    }

    @Test(
        arguments: [
            ("ls -l", "Bash\nls -l"), (["command": "ls"], "Bash\nls"), (.null, "Bash"),
            (["path": "/a", "old": "x"], "Bash\npath: /a\nold: x"), ([1, 2], "Bash\n[1,2]"), (["n": 5], "Bash\n5"),
        ] as [(JSON, String)])
    func theIndexSeesACallAsAPersonWould(input: JSON, expected: String) {
        #expect(steps(calls: [ToolCall(name: "Bash", input: input)])[0].action == expected)
    }

    @Test func lengthCountsTheTermsOfAllTexts() {
        let short = steps(user: "maple", agent: "birch")[0]
        let long = steps(user: "maple oak elm", agent: "birch ash")[0]
        #expect(short.length == 2)
        #expect(long.length == 5)
        let call = ToolCall(name: "Bash", input: "maple", output: "oak elm", textBefore: "ash")
        #expect(steps(calls: [call])[0].length > 3)
    }

    @Test func timesAreTheCallsOwnWhereThereAreSome() {
        let calls = [ToolCall(name: "A", input: .null, startedAt: 40), ToolCall(name: "B", input: .null)]
        #expect(steps(agent: "a", calls: calls).map(\.at) == [40, 100, 100])
    }
}
