import Testing

/// What is read of each format, compared as a whole: sessions, turns, texts, calls, times and what was left out.
@Suite struct HostFormatTests {
    @Test func claudeCodeJoinsTheLinesOfAMessageAndSkipsSidechains() throws {
        try check(
            "claude-code/projects/-home-ada-pond/c0ffee00-1111-4222-8333-444455556666.jsonl",
            """
            claude c0ffee00-1111-4222-8333-444455556666 “Ducks in the pond” in /home/ada/pond at 1772352001250
              turn prompt-1 of 3 from 0 to 10.75 on ducks
                user: why does the pond test fail?
                thinking: run it first
                failed Bash {"command":"swift test"} #toolu_1 → error: no ducks
                agent: I will run the test.⏎⏎The pond has no ducks.
              turn u3 of 3 from 58.75 to 65.75 on ducks
                user: /review pond.swift
                call Read {"file_path":"pond.swift"} #toolu_2 → let ducks = 0
                agent: Looks fine.
            skipped 1 broken_tail
            skipped 4 host_meta
            skipped 1 injected
            skipped 1 sidechain
            skipped 1 unknown_type
            """)
    }

    @Test func codexReadsItemsOnceAndKnowsFailedCommands() throws {
        try check(
            "codex/2026/03/01/rollout-2026-03-01T09-00-00-0199aaaa.jsonl",
            """
            codex 0199aaaa in /home/ada/mill at 1772355600000
              turn turn-a of 2 from 1 to 7 on wheel
                user: oil the wheel
                thinking: find the can
                failed exec_command {"cmd":"oil --wheel"} #call_1 → Chunk ID: 1⏎Process exited with code 2⏎Output:⏎no oil
                call apply_patch "*** Begin Patch" #call_2 → Success
                agent: The wheel is oiled.
              turn turn-b of 2 from 61 to 62 on wheel
                user: thanks
                agent: With pleasure.
            skipped 1 broken_line
            skipped 4 host_meta
            skipped 2 injected
            """)
    }

    @Test func codexSubagentsAreLeftOut() throws {
        try check(
            "codex/2026/03/01/rollout-2026-03-01T09-05-00-0199bbbb.jsonl",
            """
            skipped 1 sidechain
            """)
    }

    @Test func hermesReadsActiveMessagesAndStructuredContent() throws {
        try checkDatabase(
            "hermes/hermes.sql", named: "state.db",
            """
            hermes 20260301_100000_ab “Bread” in /home/ada/bakery at 1772359200500
              turn 2 of 3 from 0.5 to 4.75 on rye
                user: bake a rye loaf
                thinking: heat first
                failed terminal {"command":"oven on"} #call_9 → {"output": "no gas", "exit_code": 1, "error": null}
                agent: The oven has no gas.
            hermes it's another at 1772359300000
              turn 7 of 1 from 0 to 0
                user: and now?
            skipped 1 host_meta
            """)
    }

    @Test func hermesReadsOldSessionFiles() throws {
        try check(
            "hermes/.hermes/sessions/session_20250101_120000_cd.json",
            """
            hermes 20250101_120000_cd at 1735732800000
              turn message:1 of 2
                user: good morning
                agent: Good morning.
            """)
    }

    @Test func openClawTakesEnvelopesOffAndHidesHeartbeats() throws {
        try check(
            "openclaw/agents/main/sessions/0c1a.jsonl",
            """
            openclaw 0c1a in /home/ada/boat at 1772362800000
              turn u1 of 3 from 1 to 4
                user: check the net
                thinking: look
                call read {"path":"net.txt"} #tc1 → a hole
                agent: Let me look.⏎⏎The net has a hole.
              turn u3 of 2 from 2400 to 2401
                user: sail [home]
                failed sail {} #tc2 → no wind
            skipped 2 host_meta
            skipped 1 injected
            """)
    }

    @Test func piTellsShellCommandsOfTheUserAsCalls() throws {
        try check(
            "pi/sessions/2026-03-01_pi-1.jsonl",
            """
            pi pi-1 “Nets” in /home/ada/boat at 1772362800000
              turn u1 of 3 from 1 to 5
                user: check the net
                thinking: look
                call read {"path":"net.txt"} #tc1 → a hole
                call bash {"command":"mend"} #b1 → done
                agent: Let me look.⏎⏎The net has a hole.
            skipped 1 host_meta
            """)
    }

    @Test func ompIsToldFromPiByItsFolder() throws {
        try check(
            "omp/sessions/2026-03-01_omp-1.jsonl",
            """
            omp omp-1 “Nets” in /home/ada/boat at 1772362800000
              turn u1 of 3 from 1 to 4
                user: check the net
                thinking: look
                call read {"path":"net.txt"} #tc1 → a hole
                agent: Let me look.⏎⏎The net has a hole.
            skipped 1 host_meta
            """)
    }

    @Test func openCodeLeavesSyntheticPartsAndChildSessionsOut() throws {
        try checkDatabase(
            "opencode/opencode.sql", named: "opencode.db",
            """
            opencode ses_1 “Grinding” in /home/ada/mill at 1772370000000
              turn msg_1 of 2 from 1 to 8
                user: grind the corn
                thinking: which mill?
                call bash {"command":"grind"} #oc1 → flour
                failed bash {"command":"sift"} #oc2 → no sieve
                agent: The corn is ground.
            skipped 1 sidechain
            """)
    }

    @Test func gooseReadsItsDatabase() throws {
        try checkDatabase(
            "goose/goose.sql", named: "sessions.db",
            """
            goose 20260301_2 “Hiss” in /home/ada/pond at 1772402400000
              turn gq1 of 3 from 1 to 4
                user: hiss
                failed hiss {} #gt2 → no breath
                agent: I have no breath.
            skipped 1 sidechain
            """)
    }

    @Test func gooseReadsLines() throws {
        try check(
            "goose/sessions/20260301_1.jsonl",
            """
            goose 20260301_1 “Honk” in /home/ada/pond at 1772398800000
              turn gm1 of 3 from 1 to 4
                user: honk
                thinking: loud
                call honk {"times":2} #gt1 → honk honk
                agent: Honked twice.
            """)
    }

    @Test func zedReadsBothShapesPackedOrNotAndReportsWhatItCannotRead() throws {
        try checkDatabase(
            "zed/zed.sql", named: "threads.db",
            """
            zed z-old “Gates” in /home/ada/garden at 1772384400000
              turn message:1 of 2 from 0 to 0
                user: close the gate
                thinking: again
                agent: Closed.
            zed z-new “Gates” in /home/ada/garden at 1772385000000
              turn zu1 of 2 from 0 to 0
                user: open the gate
                thinking: which gate
                failed open {"gate":1} #zt1 → locked
                agent: Opening.
            zed z-packed “Gates” in /home/ada/garden at 1772385600000
              turn zu2 of 2 from 0 to 0
                user: paint the gate
                agent: Painted.
            skipped 1 broken_line
            skipped 1 host_meta
            skipped 1 sidechain
            skipped 1 unknown_type
            """)
    }

    @Test func cursorsEditorIsReadByItsKeysAndNothingElseOfItIs() throws {
        try checkDatabase(
            "cursor/editor.sql", named: "state.vscdb",
            """
            cursor ce-1 “Harbour” in /home/ada/harbour at 1772398800000
              turn b1 of 5 from 1 to 5
                user: how many boats?
                thinking: look at the quay
                call run_terminal_cmd {"command":"ls quay"} #t1 → three boats
                failed read_file {"path":"log"} #t2 → no such file
                agent: Three.
              turn b6 of 2 from 0 to 0
                user: thanks
                agent: With pleasure.
            cursor ce-2 in /home/ada/old quay at 1772402400000
              turn c1 of 2 from 0 to 0
                user: old form?
                agent: Yes.
            skipped 2 broken_line
            skipped 1 sidechain
            skipped 1 unknown_type
            """)
    }
}
