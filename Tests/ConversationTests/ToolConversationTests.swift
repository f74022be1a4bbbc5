import JSONText
import MemoryDispatch
import MemoryModel
import MemoryTestSupport
import Testing

@Suite("The tools that agents are given")
struct ToolConversationTests {
    private let world: TestMemory
    private let dispatcher: Dispatcher

    init() throws {
        world = try TestMemory()
        dispatcher = Dispatcher(memory: world.memory, now: { [clock = world.clock] in clock.now })
    }

    private func call(_ method: String, _ params: JSON) async throws -> JSON {
        try await dispatcher.call(method, params, CallContext(agent: "claude"))
    }

    private func use(_ name: String, _ arguments: JSON, session: String? = nil) async throws -> (
        text: String, data: JSON
    ) {
        let answer = try await call(
            "tool.call",
            .object(present: [
                ("name", .string(name)), ("arguments", arguments), ("sessionId", session.map(JSON.string)),
            ]))
        #expect(answer["isError"] == false, "\(answer.text)")
        return (answer["content"]?[0]?["text"]?.string ?? "", answer["structuredContent"] ?? .null)
    }

    @Test("are the same six, with a schema that every host takes")
    func list() async throws {
        let tools = try await call("tool.list", [:])["tools"]?.array ?? []
        #expect(
            tools.compactMap { $0["name"]?.string } == [
                "memory_search", "memory_get", "memory_timeline", "skill_list", "skill_get", "memory_environment",
            ])
        for tool in tools {
            let schema = try #require(tool["inputSchema"])
            #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema" && schema["type"] == "object")
            #expect(schema["additionalProperties"] == false)
            let names = schema["properties"]?.object?.members.map(\.key) ?? []
            #expect((schema["required"]?.array ?? []).allSatisfy { names.contains($0.string ?? "") })
            for member in schema["properties"]?.object?.members ?? [] {
                #expect(member.value["type"]?.string != nil && member.value["description"]?.string != nil)
            }
            #expect((tool["description"]?.string?.count ?? 0) > 60)
            #expect(tool["annotations"]?["readOnlyHint"] == (tool["name"] == "skill_get" ? false : true))
        }
    }

    @Test("a search groups what it finds by what it is, in text and in data")
    func search() async throws {
        try await world.write(
            Skill.example("nginx-proxy", summary: "Put a service behind nginx.", guide: "Write the nginx proxy config.")
        )
        try await world.write(
            Policy.example(
                "Reload nginx", trigger: "The nginx config changed.", procedure: "Run nginx -t before reload."))
        try await world.write(WorldModel.example("The proxy", body: "nginx config lives in /etc/nginx/conf.d."))
        let talk = world.conversation("a")
        let ended = try await talk.exchange(
            "Where is the nginx deployment config?", "The nginx deployment config is in deploy/nginx.conf.")
        try await talk.close()
        let (text, data) = try await use("memory_search", ["query": "nginx deployment config"])
        for heading in ["Skills\n", "Memories\n", "Experience\n", "Environment\n"] { #expect(text.contains(heading)) }
        #expect(text.hasPrefix("Notes from earlier sessions"))
        #expect(data["skills"]?[0]?["id"] == "sk_nginx-proxy")
        #expect(data["memories"]?[0]?["id"] == JSON(ended.traces.first?.rawValue))
        #expect(data["experience"]?[0]?["title"] == "Reload nginx")
        #expect(data["environment"]?[0]?["id"] == "wm_The proxy")
        let nothing = try await use("memory_search", ["query": "quokka"])
        #expect(nothing.text.hasPrefix("Nothing found"))
        #expect(nothing.data["skills"] == [] && nothing.data["memories"] == [])
    }

    @Test("a skill is loaded by id or name, with steps and caveats, and its task becomes a trial")
    func skill() async throws {
        var proxy = Skill.example("nginx-proxy", summary: "Put a service behind nginx.", guide: "1. Write the config.")
        proxy.procedure.scope = .init(applies: "One host.", doesNotApply: "Clusters.", boundary: "")
        try await world.write(proxy)
        try await world.write(Skill.example("old", guide: "x", status: .archived))
        let (listed, names) = try await use("skill_list", [:])
        #expect(listed.contains("nginx-proxy (sk_nginx-proxy): Put a service behind nginx.") && !listed.contains("old"))
        #expect(names["skills"]?.array?.count == 1)
        #expect(try await use("skill_list", ["status": "archived"]).text.contains("old"))
        try await world.conversation("a").say("Put the api behind nginx.")
        let (text, data) = try await use("skill_get", ["id": "nginx-proxy"], session: "a")
        for part in ["1. Write the config.", "Applies: One host.", "Does not apply: Clusters.", "guessing"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(data["usageCount"] == 1 && data["trialsAttempted"] == 1)
    }

    @Test("one thing is got whole, and a task step by step")
    func lookup() async throws {
        let talk = world.conversation("a")
        try await talk.say("Repair the parser.")
        try await talk.call("Bash", ["command": "make test"], output: "41 passed")
        let ended = try await talk.answer("It is repaired.")
        try await world.writeExamples()
        let step = try #require(ended.traces.first)
        let trace = try await use("memory_get", ["id": .string(step.rawValue)])
        #expect(trace.text.contains("Tool Bash: {\"command\":\"make test\"}") || trace.text.contains("make test"))
        #expect(trace.text.contains("Output: 41 passed") && trace.data["kind"] == "trace")
        let policy = try await use("memory_get", ["id": "po_Native build fails on alpine"])
        #expect(policy.text.contains("Do: apk add postgresql-dev") && policy.text.contains("Avoid:\n- building"))
        let episode = JSON(ended.episode?.rawValue)
        let timeline = try await use("memory_timeline", ["episode_id": episode, "limit": 1])
        #expect(timeline.data["total"] == 2 && timeline.data["steps"]?.array?.count == 1)
        #expect(timeline.text.contains("1. [ok]") && timeline.text.contains("1 more steps: call again with offset 1."))
        let rest = try await use("memory_timeline", ["episode_id": episode, "offset": 1])
        #expect(rest.text.contains("2. "))
    }

    @Test("the environment is told whole, or as far as a question asks")
    func environment() async throws {
        try await world.write(WorldModel.example("Billing", body: "The billing service listens on port 7443."))
        try await world.write(WorldModel.example("Search", body: "The search index is rebuilt nightly."))
        let all = try await use("memory_environment", [:])
        #expect(all.text.contains("Billing (wm_Billing, confidence 0.60)") && all.text.contains("Search"))
        #expect(all.text.contains("- tests/: holds the suites"))
        let asked = try await use("memory_environment", ["query": "billing port"])
        #expect(asked.data["worldModels"]?[0]?["id"] == "wm_Billing")
    }

    @Test("what goes wrong is an answer that says what to do; an unknown tool is an error")
    func failures() async throws {
        for (name, arguments, code) in [
            ("memory_get", ["id": "tr_none"], "not_found"), ("skill_get", ["id": "none"], "skill_not_found"),
            ("memory_timeline", ["episode_id": "ep_none"], "episode_not_found"),
            ("memory_search", [:], "invalid_argument"), ("memory_search", ["query": 7], "invalid_argument"),
            ("memory_search", ["query": "x", "limit": 900], "invalid_argument"),
            ("memory_environment", ["project": "nowhere"], "not_found"),
            ("memory_get", [], "invalid_argument"),
        ] as [(String, JSON, String)] {
            let answer = try await call("tool.call", ["name": .string(name), "arguments": arguments])
            #expect(answer["isError"] == true, "\(name)")
            #expect(answer["structuredContent"]?["error"]?["code"]?.string == code, "\(name)")
            #expect(answer["content"]?[0]?["text"]?.string?.isEmpty == false)
        }
        let unknown = await #expect(throws: MemoryError.self) { try await call("tool.call", ["name": "memory_delete"]) }
        #expect(unknown?.code == .notFound)
    }
}
