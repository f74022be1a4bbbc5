import MemoryModel
import MemoryTestSupport
import Testing

/// A policy that has proved itself becomes a skill; a skill that fails goes away.
@Suite("Skills learned in conversations")
struct LearningSkillConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    private func liveThree() async throws -> Skill {
        for (day, task) in LearningDays.missingLibraries.enumerated() {
            try await world.live(task, session: "day \(day)")
        }
        let skills = try await world.learned(Skill.self)
        #expect(skills.count == 1, "\(skills.map(\.name))")
        return try #require(skills.first)
    }

    @Test("after the third task there is a skill that says how to do it and how to see that it worked")
    func afterThree() async throws {
        for (day, task) in LearningDays.missingLibraries.prefix(2).enumerated() {
            try await world.live(task, session: "day \(day)")
        }
        #expect(try await world.learned(Skill.self).isEmpty)
        try await world.live(LearningDays.missingLibraries[2], session: "day 2")
        let skill = try #require(try await world.learned(Skill.self).first)
        let steps = skill.procedure.steps.joined(separator: "\n")
        #expect(steps.contains("apk add") && steps.contains("apt-get install"))
        #expect(skill.procedure.parameters.map(\.name).contains("package"))
        #expect(!skill.procedure.verification.isEmpty)
        #expect(!skill.evidenceAnchors.isEmpty && skill.sourcePolicyIDs.count == 1)
        #expect(skill.invocationGuide.contains("apk add"))
        #expect(try await world.count("jobsFailed") == 0)
    }

    @Test("a new session with the same kind of task is shown the skill first")
    func shownFirst() async throws {
        let skill = try await liveThree()
        let shown = try await world.conversation("new").recall("Install cryptography in a slim image.")
        let first = try #require(Conversation.lines(of: shown).first)
        #expect(first.hasPrefix("- skill \(skill.name):"), "\(shown)")
        #expect(first.contains("(skill id \(skill.id.rawValue))"))
    }

    @Test("other tasks are not shown the skill")
    func notShown() async throws {
        let skill = try await liveThree()
        for message in ["Which colour has the button of the login page?", "Write a poem about spring.", "continue"] {
            let shown = try await world.conversation("about \(message.count)").recall(message)
            #expect(!shown.contains(skill.id.rawValue), "\(message)")
        }
    }

    @Test("what the user forbids on Alpine is an anti-pattern there, and is shown")
    func forbidden() async throws {
        _ = try await liveThree()
        let talk = world.conversation("friday")
        try await talk.work(LearningDays.lxmlOnAlpine)
        try await talk.exchange("Never use the binary wheel on Alpine.", "Understood.")
        try await talk.close()
        await world.learn()
        let policy = try #require(try await world.learned(Policy.self).first)
        #expect(policy.guidance.antiPattern.contains { $0.text.contains("binary wheel") && !$0.evidenceIDs.isEmpty })
        let shown = try await world.conversation("later").recall("Install numpy in the Alpine container image.")
        #expect(shown.contains("binary wheel"), "\(shown)")
    }

    @Test("a skill whose trials fail is archived and no longer recalled")
    func failingTrials() async throws {
        let skill = try await liveThree()
        for day in 0..<8 {
            guard try await world.memory.items.item(skill.id)?.status != .archived else { break }
            try await world.live(Self.failing(day), session: "trial \(day)", with: skill.id)
        }
        let after = try #require(try await world.memory.items.item(skill.id))
        #expect(after.status == .archived)
        #expect(after.reliability < skill.reliability)
        let shown = try await world.conversation("new").recall("Install cryptography in a slim image.")
        #expect(!shown.contains(skill.id.rawValue), "\(shown)")
        let versions = try await world.memory.items.versions(of: skill.id)
        #expect(versions.last?.reason.isEmpty == false)
    }

    private static func failing(_ day: Int) -> ScriptedTask {
        let package = ["pycairo", "pygobject", "dbus-python", "pyaudio", "pillow", "h5py", "cffi", "pynacl"][day % 8]
        let fault = "Error: the development packages of \(package) are not installed."
        return ScriptedTask(
            "Install \(package) in the Debian image.",
            [
                .runs("cat /etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian"),
                .fails("pip install \(package)", fault),
                .fails("apt-get install -y lib\(package)-dev", "E: Unable to locate package lib\(package)-dev"),
                .fails("pip install \(package)", fault),
            ],
            answer: "I could not install it.", verdict: "No, that is wrong. It still does not work.")
    }
}
