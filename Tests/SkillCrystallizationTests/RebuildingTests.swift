import JSONText
import MemoryModel
import Testing

@testable import SkillCrystallization

@Suite("Keeping a skill in step with its policy")
struct RebuildingTests {
    let room = SkillCrystallization()
    let now = PipLibraryCase.start + 2 * PipLibraryCase.day

    private func settle(
        _ present: Skill, _ change: (inout SkillCrystallization.Evidence) -> Void = { _ in }
    ) -> SkillCrystallization.Change {
        room.settle(
            PipLibraryCase.evidence { evidence in
                evidence.present = present
                change(&evidence)
            }, at: now)
    }

    /// The form with Fedora as a third branch.
    private var withFedora: JSON {
        var form = PipLibraryCase.form
        var steps = form["steps"]?.array ?? []
        steps.insert(
            [
                "text": "Install the system package that is missing: `dnf install <library>`",
                "command": "dnf install <library>", "condition": "on Fedora", "group": 1,
            ], at: 2)
        form["steps"] = .array(steps)
        return ["procedure": form]
    }

    @Test("the same policy again changes nothing")
    func unchanged() throws {
        let skill = try #require(PipLibraryCase.skill)
        #expect(settle(skill) == .none(why: "The skill says what its policy says."))
    }

    @Test("a rewritten policy rebuilds the skill under its name, and what trials added stays")
    func rebuilding() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.guidance.antiPattern.append(.init(text: "Do not rely on `apk add x`: it fails."))
        skill.narrow("It did not help with “y”.")
        guard case .revise(let rebuilt, let reason) = settle(skill, { $0.policy.verifierMeta = withFedora }) else {
            Issue.record("It was not rebuilt")
            return
        }
        #expect(rebuilt.name == skill.name)
        #expect(rebuilt.procedure.steps[0].contains("On Fedora: `dnf install <library>`"))
        #expect(rebuilt.invocationGuide.contains("dnf install"))
        #expect(rebuilt.guidance.antiPattern.count == 2)
        #expect(rebuilt.procedure.scope.doesNotApply == "It did not help with “y”.")
        #expect(reason == "Rebuilt from its policy: steps changed.")
    }

    @Test("an archived skill is on trial again when its steps are other ones, and stays archived when they are not")
    func archived() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.status = .archived
        #expect(settle(skill) == .none(why: "The skill says what its policy says."))
        guard case .revise(let rebuilt, _) = settle(skill, { $0.policy.verifierMeta = withFedora }) else {
            Issue.record("It was not rebuilt")
            return
        }
        #expect(rebuilt.status == .candidate)
    }

    @Test("a skill whose policy was archived is archived, once")
    func retiring() throws {
        let skill = try #require(PipLibraryCase.skill)
        guard case .revise(let archived, let reason) = settle(skill, { $0.policy.status = .archived }) else {
            Issue.record("It was not archived")
            return
        }
        #expect(archived.status == .archived)
        #expect(reason == "Archived: so is the policy it was made of.")
        guard case .none = settle(archived, { $0.policy.status = .archived }) else {
            Issue.record("It was archived again")
            return
        }
    }

    @Test("what a person has edited is left as it is")
    func edited() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.editedAt = now
        guard case .none = settle(skill, { $0.policy.verifierMeta = withFedora }) else {
            Issue.record("A person's words were changed")
            return
        }
    }

    @Test("reliability drifts by .7η + .3·gain when the policy's gain has moved, in its direction")
    func drifting() throws {
        var skill = try #require(PipLibraryCase.skill)
        skill.reliability = 0.8
        guard case .revise(let worse, _) = settle(skill, { $0.policy.gain = 0.1 }) else {
            Issue.record("It did not drift")
            return
        }
        #expect(abs(worse.reliability - (0.7 * 0.8 + 0.3 * 0.1)) < 1e-9)
        guard case .revise(let better, _) = settle(skill, { $0.policy.gain = 0.5 }) else {
            Issue.record("It did not drift")
            return
        }
        #expect(better.reliability == 0.8 && better.gain == 0.5)
        guard case .none = settle(skill, { $0.policy.gain = 0.35 }) else {
            Issue.record("A small move counts")
            return
        }
    }

    @Test("names are slugs of at most 64 characters and never taken twice")
    func names() throws {
        #expect(
            SkillName.slug("Use `--flag` in the CI: Über-build, then  PUBLISH!!") == "use-flag-in-ci-ber-build-publish")
        #expect(SkillName.slug(String(repeating: "word ", count: 40)).utf8.count <= 64)
        #expect(SkillName.unique("a", taken: ["a", "a-2"]) == "a-3")
        let long = String(repeating: "a", count: 64)
        #expect(SkillName.unique(long, taken: [long]).utf8.count == 64)
        let first = try #require(PipLibraryCase.skill)
        guard
            case .insert(let second, _) = room.settle(
                PipLibraryCase.evidence { $0.takenNames = [first.name] }, at: now)
        else {
            Issue.record("It was not made")
            return
        }
        #expect(second.name == "install-missing-system-library-for-pip-2")
    }
}
