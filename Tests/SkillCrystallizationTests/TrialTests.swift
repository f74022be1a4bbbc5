import MemoryModel
import Testing

@testable import SkillCrystallization

@Suite("Trials of a skill, and its life")
struct TrialTests {
    let room = SkillCrystallization()
    let now = PipLibraryCase.start + 9 * PipLibraryCase.day

    private static let good = PipLibraryCase.record(
        "Install cryptography in the slim image",
        [
            ("pip install cryptography", false), ("apt-get install -y libssl-dev", true),
            ("pip install cryptography", true),
        ])
    private static let bad = PipLibraryCase.record(
        "Install scipy in Alpine", [("apk add lapack", false), ("pip install scipy", false)])

    private func run(_ rewards: [Double], on skill: Skill) -> (skill: Skill, reasons: [String?]) {
        var (skill, reasons, passed) = (skill, [String?](), 0)
        for (decided, reward) in rewards.enumerated() {
            let record = reward > 0 ? Self.good : Self.bad
            let change = room.settle(
                .init(skill: skill, record: record, reward: reward, decided: decided, passed: passed), at: now)
            skill = change.skill
            passed += change.hasPassed ? 1 : 0
            reasons.append(change.reason)
        }
        return (skill, reasons)
    }

    @Test("a task that runs the skill's commands in their order follows it")
    func following() throws {
        let skill = try #require(PipLibraryCase.skill)
        #expect(room.isFollowed(skill, in: Self.good))
        #expect(room.isFollowed(skill, in: Self.bad))
        let others = [
            [("pip install flask", true)], [("pip install lxml", false), ("apk add libxml2-dev", true)],
            [("ls", true), ("npm install", true)], [],
        ]
        for commands in others {
            #expect(!room.isFollowed(skill, in: PipLibraryCase.record("Install flask", commands)))
        }
        var own = Self.good
        own.steps[0].id = skill.evidenceAnchors[0]
        #expect(!room.isFollowed(skill, in: own), "The tasks it was made of do not try it.")
    }

    @Test("a skill of one command is recognised by the task's words besides")
    func followingOne() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.procedure.steps = ["Build the site: `make site`."]
        skill.name = "build-site"
        skill.summary = "When the documentation site is stale: build the site."
        let commands = [("make site", true)]
        #expect(room.isFollowed(skill, in: PipLibraryCase.record("Rebuild the documentation site", commands)))
        #expect(!room.isFollowed(skill, in: PipLibraryCase.record("Say hello", commands)))
        skill.procedure.steps = ["Think."]
        #expect(!room.isFollowed(skill, in: PipLibraryCase.record("Rebuild the documentation site", commands)))
    }

    @Test("three passed trials make a candidate active, by the posterior of Beta(1, 1)")
    func passing() throws {
        let (skill, reasons) = run([1, 0.2, 0.7], on: try #require(PipLibraryCase.skill))
        #expect(skill.status == .active)
        #expect(abs(skill.reliability - 4.0 / 5.0) < 1e-9)
        #expect(reasons == [nil, nil, "Active: 3 of 3 trials passed."])
    }

    @Test("three failed ones archive it, and it says what failed")
    func failing() throws {
        let (skill, reasons) = run([-0.5, -0.5, 0], on: try #require(PipLibraryCase.skill))
        #expect(skill.status == .archived)
        #expect(abs(skill.reliability - 1.0 / 5.0) < 1e-9)
        #expect(
            skill.guidance.antiPattern.map(\.text).last
                == "Do not rely on `apk add lapack` on alpine: it has failed there.")
        #expect(reasons[0] == "A trial failed: `apk add lapack` did not work.")
        #expect(reasons[1] == nil, "The same failure again is no version.")
        #expect(reasons[2] == "Archived: only 0 of 3 trials passed.")
        #expect(skill.invocationGuide.contains("Do not rely on `apk add lapack`"))
    }

    @Test("an active skill below .25 is archived, and a passed trial brings it back")
    func rehabilitating() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.status = .active
        skill.reliability = 0.27
        var change = room.settle(.init(skill: skill, record: Self.bad, reward: -1, decided: 9, passed: 2), at: now)
        #expect(change.skill.status == .archived)
        change = room.settle(.init(skill: change.skill, record: Self.good, reward: 1, decided: 10, passed: 2), at: now)
        #expect(change.skill.status == .candidate)
        #expect(change.reason == "On trial again. It has worked again, 3 of 11 trials passed.")
    }

    @Test("a failed trial tells what worked instead, or that the goal itself still failed")
    func branches() throws {
        let skill = try #require(PipLibraryCase.skill)
        func learned(_ commands: [(String, Bool)]) -> DecisionGuidance {
            let record = PipLibraryCase.record("Install it", commands)
            return room.settle(.init(skill: skill, record: record, reward: -1, decided: 0, passed: 0), at: now).skill
                .guidance
        }
        let other = learned([("apk add lapack", false), ("dnf install lapack", true), ("pip install scipy", false)])
        #expect(other.preference.map(\.text) == ["Where `apk add lapack` fails, `dnf install lapack` has worked."])
        let goal = learned([("apk add lapack", true), ("pip install scipy", false)])
        #expect(
            goal.antiPattern.last?.text
                == "Do not expect it to make `pip install scipy` work on alpine: it has failed there.")
    }

    @Test("a failed trial without a failed command names the task as a limit")
    func limit() throws {
        let record = PipLibraryCase.record("Port the service to Windows", [("pip install x", true)])
        let skill = try #require(PipLibraryCase.skill)
        let change = room.settle(.init(skill: skill, record: record, reward: -1, decided: 0, passed: 0), at: now)
        #expect(change.skill.procedure.scope.doesNotApply == "It did not help with “Port the service to Windows”.")
        let empty = PipLibraryCase.record("", [])
        #expect(
            room.settle(.init(skill: skill, record: empty, reward: -1, decided: 0, passed: 0), at: now).reason == nil)
    }

    private func word(
        _ polarity: String, _ reading: FeedbackReading? = nil
    ) -> Feedback {
        Feedback(
            id: "f", at: now, episodeID: nil, traceID: nil, channel: "explicit", polarity: polarity, magnitude: 1,
            rationale: nil, raw: nil, reading: reading)
    }

    @Test("thumbs move reliability by a tenth, and a good one rehabilitates")
    func thumbs() throws {
        var skill = try #require(PipLibraryCase.skill)
        guard case .revise(let up, _) = room.adjust(skill, by: word("positive"), in: nil, at: now),
            case .revise(let down, _) = room.adjust(skill, by: word("negative"), in: Self.good, at: now)
        else {
            Issue.record("Thumbs do nothing")
            return
        }
        #expect(abs(up.reliability - 0.6) < 1e-9 && abs(down.reliability - 0.4) < 1e-9)
        #expect(
            down.procedure.scope.doesNotApply == "A person refused it for “Install cryptography in the slim image”.")
        skill.status = .archived
        guard case .revise(let again, let reason) = room.adjust(skill, by: word("positive"), in: nil, at: now) else {
            Issue.record("It was not rehabilitated")
            return
        }
        #expect(again.status == .active && reason == "A person was pleased with it. Active again.")
    }

    @Test("what a person refuses becomes what to avoid, and what they want what to prefer")
    func denial() throws {
        let skill = try #require(PipLibraryCase.skill)
        let told = word("negative", .init(shape: .preference, prefer: "uv", avoid: "pip", strength: 1))
        guard case .revise(let changed, let reason) = room.adjust(skill, by: told, in: nil, at: now) else {
            Issue.record("It was not heard")
            return
        }
        #expect(changed.guidance.preference.first?.text == "Use uv instead of pip.")
        #expect(changed.guidance.antiPattern.first?.text == "Do not use pip: a person refused it.")
        #expect(changed.reliability == skill.reliability && reason == "A person does not want pip.")
        guard case .none = room.adjust(changed, by: told, in: nil, at: now),
            case .none = room.adjust(skill, by: word("neutral"), in: nil, at: now)
        else {
            Issue.record("The same word again is a version")
            return
        }
    }

    @Test("after 90 idle days a skill whose η has decayed below .25 is archived")
    func idling() throws {
        var skill = try #require(PipLibraryCase.skill)
        func days(_ count: Int64) -> SkillCrystallization.Change {
            room.review(skill, lastUsedAt: nil, at: skill.createdAt + count * PipLibraryCase.day)
        }
        guard case .none = days(89), case .none = days(90), case .revise(let gone, let reason) = days(91) else {
            Issue.record("Not after 90 days")
            return
        }
        #expect(gone.status == .archived && gone.reliability == 0.5)
        #expect(reason == "Archived: it was not used for 91 days.")
        skill.reliability = 1
        guard case .none = days(179), case .revise = days(181), case .none = days(-5) else {
            Issue.record("η does not count")
            return
        }
    }
}
