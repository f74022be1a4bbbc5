import Foundation
import HostTranscripts
import Testing

/// The formats with lines or files of their own; see `HostFormatTests`.
@Suite struct MoreHostFormatTests {
    @Test func geminiRewindsAndTakesTheLastVersionOfAMessage() throws {
        try check(
            "gemini/tmp/pond/chats/session-2026-03-01T12-00-aaaa.jsonl",
            """
            gemini gem-1 “Counting ducks” in /home/ada/pond at 1772366400000
              turn m1 of 2 from 1 to 4
                user: count the ducks
                thinking: Plan: use the counter
                failed count {"what":"ducks"} #g1 → no counter
                agent: Counting.
            skipped 1 host_meta
            """)
    }

    @Test func geminiSnapshotReplacesWhatWasBefore() throws {
        try check(
            "gemini/tmp/pond/chats/session-2026-03-01T12-10-bbbb.jsonl",
            """
            gemini gem-2 in /home/ada/pond at 1772367000000
              turn n1 of 2 from 1 to 2
                user: hello
                agent: Hello.
            """)
    }

    @Test func geminiReadsTheOldSingleValue() throws {
        try check(
            "gemini/tmp/pond/chats/session-2025-10-01T12-00-cccc.json",
            """
            gemini gem-3 in /home/ada/pond at 1759320000000
              turn o1 of 2 from 1 to 2
                user: old form
                agent: Still read.
            """)
    }

    @Test func geminiSubagentsAreLeftOut() throws {
        try check(
            "gemini/tmp/pond/chats/session-2026-03-01T12-20-dddd.jsonl",
            """
            skipped 1 sidechain
            """)
    }

    @Test func qwenKeepsThoughtsApart() throws {
        try check(
            "qwen/projects/-home-ada-pond/chats/qw-1.jsonl",
            """
            qwen qw-1 in /home/ada/pond at 1772370000000
              turn q1 of 3 from 0 to 3 on main
                user: feed the ducks
                thinking: bread or corn
                failed feed {"food":"corn"} #f1 → bag empty
                agent: Feeding.⏎⏎The bag is empty.
            skipped 1 host_meta
            """)
    }

    @Test func cursorUnwrapsTheQuery() throws {
        try check(
            "cursor/projects/home-ada-pond/agent-transcripts/cu-1/cu-1.jsonl",
            """
            cursor cu-1
              turn line:1 of 3
                user: rename the duck
                call edit_file {"path":"duck.swift"}
                agent: Renaming.⏎⏎Renamed.
              turn line:5 of 1
                user: thank you
            skipped 1 host_meta
            """)
    }

    @Test func grokJoinsChunks() throws {
        try check(
            "grok/sessions/home%2Fada/gk-1/updates.jsonl",
            """
            grok gk-1 “Weather” in /home/ada at 1772377200000
              turn prompt:0 of 3 from 1 to 6
                user: will it rain?
                thinking: look outside
                failed weather {"day":1} #k1 → no signal
                agent: I cannot tell.
              turn prompt:1 of 2 from 7 to 8
                user: try again
                agent: Sunny.
            """)
    }

    @Test func kimiJoinsPartsOfAStep() throws {
        try check(
            "kimi/sessions/wd_pond_01/session_k1/agents/main/wire.jsonl",
            """
            kimi session_k1 “Ducks” in /home/ada/pond at 1772388000000
              turn line:2 of 3 from 1 to 1.7
                user: count them
                thinking: how many
                call Shell {"command":"count"} #kc1 → 7
                agent: There are seven.⏎⏎Checked.
            skipped 2 host_meta
            """)
    }

    @Test func copilotLeavesSubagentsOut() throws {
        try check(
            "copilot/cp-1/events.jsonl",
            """
            copilot cp-1 in /home/ada/barn at 1772391600000
              turn e2 of 3 from 1 to 4 on hay
                user: stack the hay
                thinking: high
                failed bash {"command":"stack"} #ct1 → too high
                agent: Stacking.⏎⏎It fell.
            skipped 1 injected
            skipped 1 sidechain
            """)
    }

    @Test func antigravityUnwrapsTheRequest() throws {
        try check(
            "antigravity/brain/ag-1/.system_generated/logs/transcript.jsonl",
            """
            antigravity ag-1 in /home/ada/air at 1772395200000
              turn line:1 of 2 from 0 to 1
                user: float
                thinking: lighter
                agent: Floating.
            skipped 1 host_meta
            """)
    }

    @Test func deepSeekIgnoresChunksAndPluginMessages() throws {
        try check(
            "deepseek/sessions/--home-ada--/ds-1/session.jsonl",
            """
            dsh ds-1 “Cellar” in /home/ada at 1772395200000
              turn seq:2 of 3 from 0.002 to 0.008
                user: how many barrels?
                thinking: go down
                failed count {"what":"barrels"} #dc1 → dark
                agent: Counting.⏎⏎It is too dark.
            skipped 1 host_meta
            skipped 1 injected
            """)
    }

    @Test func rooTakesTheCompletionAsAnswerAndFeedbackAsQuestion() throws {
        try check(
            "roo/tasks/0f0e/api_conversation_history.json",
            """
            roo 0f0e “paint the fence” in /home/ada/garden at 1772380000000
              turn message:1 of 3 from 0 to 3
                user: paint the fence
                call list_files {"path":"."} #tu1 → red.txt
                agent: Looking for paint.⏎⏎The fence is red.
              turn message:5 of 2 from 4 to 5
                user: blue, please
                agent: Blue it is.
            """)
    }

    @Test func clineReadsToolResultsWrittenAsText() throws {
        try check(
            "cline/tasks/1772380000000/api_conversation_history.json",
            """
            cline 1772380000000 “mow” in /home/ada/garden at 1772380000000
              turn message:1 of 3 from 0 to 0
                user: mow the lawn
                failed execute_command null → The tool execution failed with: no petrol
                agent: <execute_command>mow</execute_command>⏎⏎No petrol.
            """)
    }

    @Test func clineReadsSessions() throws {
        try check(
            "cline/sessions/cl-1/cl-1.messages.json",
            """
            cline cl-1 “Digging” in /home/ada/garden at 1772380800000
              turn mu of 2 from 0 to 1
                user: dig
                thinking: deep
                agent: Dug.
            """)
    }

    /// The start is local time, so the expectation is computed in the same zone.
    @Test func aiderSplitsSessionsAndLeavesCommandsOut() throws {
        let reading = try SampleReading(path: TranscriptSamples.fixtures + "/aider/.aider.chat.history.md")
        let start = DateComponents(
            calendar: Calendar(identifier: .gregorian), year: 2026, month: 3, day: 1, hour: 14
        ).date
        #expect(reading.sessions.count == 2)
        #expect(reading.sessions[0].id.hasSuffix("-2026-03-01T14:00:00"))
        #expect(reading.sessions[0].workspace == TranscriptSamples.fixtures + "/aider")
        #expect(reading.sessions[0].startedAt == start.map { Int64($0.timeIntervalSince1970) * 1000 })
        #expect(reading.sessions.flatMap(\.turns).map(\.userText) == ["add a duck\nand a goose", "remove the goose"])
        #expect(
            reading.sessions.flatMap(\.turns).map(\.agentText)
                == ["I added both:\n\n```python\n# two birds\n```", "Removed."])
        #expect(reading.report.messages == 4)
    }
}
