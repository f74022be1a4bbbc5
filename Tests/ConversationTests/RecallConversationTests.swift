import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing

/// What comes back to whom, and when nothing does.
struct RecallConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    private func learn(_ user: String, _ agent: String, in session: String = "first") async throws {
        let talk = world.conversation(session)
        try await talk.exchange(user, agent)
        try await talk.close()
    }

    private func check(_ question: String, recalls fact: String, in session: String = "later") async throws {
        let shown = try await world.conversation(session).recall(question)
        #expect(shown.contains(fact), "\(question) → \(shown)")
    }

    private func checkNothing(for question: String, in session: String = "later") async throws {
        #expect(try await world.conversation(session).recall(question) == "", "\(question)")
    }

    @Test func aFactOfOneSessionIsRecalledInTheNext() async throws {
        try await learn("We deploy the billing service with pnpm, never with npm.", "Noted: pnpm it is.")
        try await check("How do we deploy the billing service?", recalls: "pnpm")
    }

    @Test(arguments: [
        "What is the capital of Portugal?", "Write a haiku about autumn rain.", "thanks", "ok", "好的", "?!", "\u{0}",
        "a\u{0}\" OR \"b", "\u{1F1E6}\u{200D}",
        "Please explain quicksort to me", "继续",
    ])
    func nothingIsShownForWhatHasNothingToDoWithIt(question: String) async throws {
        try await learn("We deploy the billing service with pnpm, never with npm.", "Noted: pnpm it is.")
        try await learn("The staging database listens on port 5544.", "I will remember port 5544.", in: "second")
        try await checkNothing(for: question)
    }

    @Test func anEmptyMemoryShowsNothing() async throws {
        try await checkNothing(for: "How do we deploy the billing service?")
    }

    @Test func nothingIsShownTwiceInASession() async throws {
        try await learn("The release branch of the parser is called maple-42.", "Understood.")
        try await check("What is the release branch of the parser called?", recalls: "maple-42")
        try await checkNothing(for: "What is the release branch of the parser called?")
        try await check("What is the release branch of the parser called?", recalls: "maple-42", in: "third")
    }

    @Test func theSameTurnAskedTwiceGetsTheSameAnswer() async throws {
        try await learn("The release branch of the parser is called maple-42.", "Understood.")
        let talk = world.conversation("later")
        let first = try await talk.say("What is the release branch of the parser called?", key: "p1")
        let again = try await talk.say("What is the release branch of the parser called?", key: "p1")
        #expect(first.shown.contains("maple-42"))
        #expect(again.shown == first.shown)
        #expect(again.turn == first.turn)
        #expect(try await talk.turns().count == 1)
    }

    @Test func agentsDoNotSeeEachOther() async throws {
        try await learn("The release branch of the parser is called maple-42.", "Understood.")
        let question = "What is the release branch of the parser called?"
        #expect(try await world.conversation("other", agent: "hermes").recall(question) == "")
        #expect(try await world.conversation("work", profile: "work").recall(question) == "")
        try await check(question, recalls: "maple-42", in: "own")
        world.change { $0.seesWholeHome = true }
        #expect(try await world.conversation("shared", agent: "codex").recall(question).contains("maple-42"))
    }

    @Test func agentsDoNotSeeEachOtherInASessionOfTheSameName() async throws {
        try await world.conversation("main").exchange("The release branch of the parser is called maple-42.", "Yes.")
        let other = world.conversation("main", agent: "hermes")
        #expect(try await other.recall("What is the release branch of the parser called?", seesItself: false) == "")
        try await other.exchange("The parser of hermes is written in Rust.", "I see.")
        let own = world.conversation("next")
        let shown = try await own.recall("What is the release branch of the parser called?")
        #expect(shown.contains("maple-42"))
        #expect(!shown.contains("Rust"), "a neighbour in the session may belong to somebody else")
    }

    @Test func aSessionsVisibleTurnsAreNotRecalledUntilTheyAreCompactedAway() async throws {
        let talk = world.conversation("long")
        try await talk.exchange("The release branch of the parser is called maple-42.", "Understood.")
        #expect(try await talk.recall("What is the release branch of the parser called?") == "")
        try await talk.compact()
        #expect(try await talk.recall("Remind me: the parser's release branch?").contains("maple-42"))
        try await talk.exchange("The nightly branch of the lexer is birch-9.", "Fine.")
        #expect(try await talk.recall("What is the nightly branch of the lexer?") == "", "said after the compaction")
    }

    @Test func anUnknownHostsOwnTurnsAreRecalled() async throws {
        let talk = world.conversation("blind")
        try await talk.exchange("The release branch of the parser is called maple-42.", "Understood.")
        let shown = try await talk.recall("What is the release branch of the parser called?", seesItself: false)
        #expect(shown.contains("maple-42"))
    }

    @Test func aKnownFaultIsRecognisedWhateverTheMachine() async throws {
        let talk = world.conversation("first")
        try await talk.say("Install the driver for the reports.")
        try await talk.call(
            "Bash", ["command": "pip install psycopg2"],
            output: "Collecting psycopg2\nError: pg_config executable not found.\n/home/ann/venv/lib line 12",
            error: "Exit code 1")
        try await talk.call("Bash", ["command": "apt-get install -y libpq-dev && pip install psycopg2"], output: "ok")
        try await talk.answer("Installing libpq-dev first made it work.")
        try await talk.close()
        let shown = try await world.conversation("later").recall(
            "It fails again:\n\n    Error: pg_config executable not found.\n    /srv/ci/build-77/lib line 90\n")
        #expect(shown.contains("pg_config") || shown.contains("libpq-dev"))
        let explanation = try await world.database.read { try $0.lastInjection()?.explanation }
        #expect(explanation?["channels"]?["error_signature"] != nil)
    }

    @Test func ofManyRepetitionsOneIsShownAndTheDifferentOneToo() async throws {
        for index in 0..<6 {
            try await learn(
                "Run the integration tests of the gateway with make check-gateway please.", "Done, all green.",
                in: "same\(index)")
        }
        try await learn(
            "The integration tests of the gateway need the environment variable GATEWAY_STUB=1 set.", "Noted.",
            in: "different")
        world.change { $0.topK = TopK(traces: 2) }
        try await check("How do I run the integration tests of the gateway?", recalls: "GATEWAY_STUB")
    }

    @Test(arguments: [
        ("我们的生产数据库在东京机房。", "生产数据库在哪里？", "东京"), ("项目使用蓝鲸框架构建前端。", "前端用什么框架？", "蓝鲸"),
        ("猫的名字叫豆包。", "猫叫什么名字？", "豆包"), ("部署脚本放在仓库的工具目录里。", "部署脚本在哪？", "工具目录"),
    ])
    func chineseIsRecalledByItsWords(fact: String, question: String, expected: String) async throws {
        try await learn(fact, "好的，记住了。")
        try await learn("明天下午三点开会讨论预算。", "收到。", in: "noise")
        try await check(question, recalls: expected)
    }

    @Test(arguments: [
        ("猫", "我的猫喜欢睡在窗台上。", "窗台"), ("东京", "我们的生产数据库在东京机房。", "机房"),
    ])
    func aWordOfOneOrTwoCharactersFindsItsLine(word: String, fact: String, expected: String) async throws {
        try await learn(fact, "好的。")
        try await learn("明天下午三点开会讨论预算。", "收到。", in: "noise")
        let answer = try await world.memory.recall.search(
            RecallQuery(
                entry: .toolDriven, text: word, scope: .home, at: world.clock.now, topK: TopK(), mayAbstain: false),
            episode: nil)
        #expect(answer.hits.first?.trace.userText.contains(expected) == true)
    }

    @Test(arguments: [
        ("Where is parseConfigFile defined?", "parseConfigFile"),
        ("what does parse_config_file do", "parse_config_file"),
        ("open src/net/http_server.rs", "http_server.rs"), ("look at http_server.rs again", "http_server.rs"),
        ("the flag --max-retries", "--max-retries"), ("what changed in v2.13.4?", "2.13.4"),
        ("ticket OPS-4711, what was it?", "OPS-4711"),
    ])
    func namesAreFoundWholeAndByTheirParts(question: String, expected: String) async throws {
        try await learn("parseConfigFile lives in src/config/reader.swift", "Right.", in: "a")
        try await learn("parse_config_file is the old python function", "Right.", in: "b")
        try await learn("src/net/http_server.rs holds the accept loop", "Right.", in: "c")
        try await learn("pass --max-retries 5 to the uploader", "Right.", in: "d")
        try await learn("release v2.13.4 broke the importer", "Right.", in: "e")
        try await learn("OPS-4711 is about the expired certificate", "Right.", in: "f")
        try await check(question, recalls: expected)
    }

    @Test func recallCanBeSwitchedOffWhileTurnsAreKept() async throws {
        try await learn("The release branch of the parser is called maple-42.", "Understood.")
        world.change { $0.recalls = false }
        try await checkNothing(for: "What is the release branch of the parser called?")
        #expect(try await world.conversation("later").turns().count == 1)
    }

    @Test func changedRulesCountFromTheNextRecallOn() async throws {
        try await learn("The release branch of the parser is called maple-42.", "Understood.")
        world.change { $0.topK = TopK(traces: 0) }
        try await checkNothing(for: "What is the release branch of the parser called?")
        world.change { $0.topK = TopK(traces: 5) }
        try await check("What is the release branch of the parser called?", recalls: "maple-42", in: "after")
    }
}
