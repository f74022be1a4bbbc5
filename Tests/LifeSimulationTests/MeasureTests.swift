import MemoryModel
import MemoryTestSupport
import Testing

@testable import LifeSimulation

@Suite struct MeasureTests {
    private let matcher = StepMatcher(families: 12)

    private static let wheel = Policy.example(
        "wheel", trigger: "`pip install {package}` fails because a system library is missing",
        procedure: """
            1. Install the development package of the library:
               - on Alpine: `apk add <library>-dev`
               - on Debian: `apt-get install -y <library>-dev`
            2. Run `pip install <package>` again.
            """)

    @Test("a policy belongs to the family whose steps it tells, whatever its parameters are called")
    func family() {
        let match = matcher.match(Self.wheel)
        #expect(match.family == 0)
        #expect(match.precision == 1)
        #expect(match.stated.isSuperset(of: ["system-library/alpine", "system-library/debian", "install/*"]))
    }

    @Test("a step that is not of the procedure lowers precision; headings and notes in backticks are no steps")
    func precision() {
        let told = ToldStep.steps(
            in: """
                ## Release
                When `CHANGELOG.md` has no section:
                1. Edit `CHANGELOG.md`: add the version.
                2. `git tag -a v<version>` and `git push --follow-tags`
                3. Run `cat README.md`.
                """, programs: matcher.programs)
        #expect(told.map(\.text).contains("git push --follow-tags"))
        let match = matcher.match(told.map { "`\($0.text)`" }.joined(separator: "\n"), more: "")
        #expect(told.count == 4)
        #expect(match.family == 11)
        let policy = Policy.example(
            "release", trigger: "a release",
            procedure: "Edit `CHANGELOG.md`.\n`git tag -a v1`\n`cat README.md`\n`git push`")
        #expect(matcher.match(policy).precision == 0.75)
    }

    @Test("every hidden procedure, told in its own words, is known as its own")
    func ownWords() {
        for (number, family) in Families.all.enumerated() {
            for place in Places.all where family.places.contains(place.name) {
                let lines = family.moves(at: place).filter { $0.move.role != .aside }.map { _, action in
                    switch action {
                    case .shell(let command, _):
                        "Run `\(command.filled(place.values.merging(family.cases[0]) { $1 }))`."
                    case .edit(let file, _, _), .read(let file, _): "Edit `\(file)`."
                    }
                }
                let match = matcher.match(lines.joined(separator: "\n"), more: "")
                #expect(match.family == number, "\(family.name)")
                #expect(match.precision == 1, "\(family.name) at \(place.name): \(match.told)")
            }
        }
    }

    @Test("what is of no family and says no wish is junk; a wish that was taken back is stale")
    func junk() throws {
        var wish = Policy.example("wish", trigger: "searching", procedure: "")
        wish.guidance = DecisionGuidance(preference: [.init(text: "ripgrep over find")])
        wish.status = .active
        let junk = Policy.example("junk", trigger: "looking around", procedure: "`pwd`\n`whoami`")
        let told = [
            EpisodePlan.Wish(index: 0, wording: 0, isReversal: false),
            EpisodePlan.Wish(index: 0, wording: 0, isReversal: true),
        ]
        let histories = FamilyHistory.all([], families: 12)
        let figures = PolicyFigures([Self.wheel, wish, junk], matcher: matcher, histories: histories, wishes: told)
        #expect(figures.policies == 3)
        #expect(figures.junk == ["junk"])
        #expect((figures.wishes, figures.stale) == (1, 1))
        let before = PolicyFigures([wish], matcher: matcher, histories: histories, wishes: Array(told.prefix(1)))
        #expect(before.stale == 0)
    }

    @Test("recall asks of a ripe family's best policy for the steps that were done at least twice")
    func recall() {
        let lived = LifePlan(seed: 2, episodes: 150, families: 1).map { plan in
            let played = SimulatedAgent.play(plan, knowing: .none)
            return LivedEpisode(
                plan: plan, id: nil, played: played, alone: played, learning: 0, recall: nil, wasTold: false,
                loadedSkills: 0)
        }
        let histories = FamilyHistory.all(lived, families: 1)
        let matcher = StepMatcher(families: 1)
        func figures(_ policies: [Policy]) -> PolicyFigures {
            PolicyFigures(policies, matcher: matcher, histories: histories, wishes: [])
        }
        #expect(figures([]).recall == 0)
        #expect(figures([Self.wheel]).recall == 1)
        let half = Policy.example("half", trigger: "", procedure: "`apk add x`\n`pip install y`")
        #expect(figures([half]).recall.map { abs($0 - 2 / 3.0) < 1e-9 } ?? false)
        let mistakes = MistakeFigures(lived, histories: histories)
        #expect(mistakes.told == mistakes.alone && mistakes.alone > 0)
        #expect(mistakes.drop == 0)
    }

    @Test("a fact is held against the project that it is said of")
    func facts() {
        let lived = LifePlan(seed: 2, episodes: 200, families: 12).map { plan in
            let played = SimulatedAgent.play(plan, knowing: .none)
            return LivedEpisode(
                plan: plan, id: nil, played: played, alone: played, learning: 0, recall: nil, wasTold: false,
                loadedSkills: 0)
        }
        func verdict(_ label: String, _ description: String, at place: String) -> FactJudge.Verdict {
            let truth = WorldTruth(Places.all.first { $0.name == place }!, lived: lived)
            return FactJudge(truth: truth).verdict(on: WorldModel.Entry(label: label, description: description))
        }
        #expect(verdict("tests", "Tests are in `tests/`.", at: "billing-api") == .right)
        #expect(verdict("tests", "Tests are in `tests/`.", at: "ledger-worker") == .wrong)
        #expect(verdict("sources", "Sources are in `locales/`.", at: "storefront") == .wrong)
        #expect(verdict("test command", "`pnpm test` runs the tests.", at: "desk-plugin") == .right)
        #expect(verdict("port", "The dev server listens on port 3000.", at: "storefront") == .right)
        #expect(verdict("port", "The dev server listens on port 3000.", at: "desk-plugin") == .wrong)
        #expect(verdict("system", "The image is Alpine.", at: "billing-api") == .wrong)
        #expect(verdict("apt", "`apt-get install` fails: not found.", at: "ledger-worker") == .right)
        #expect(verdict("language", "The sources are in TypeScript.", at: "storefront") == .right)
        #expect(verdict("language", "The sources are in Go and Rust.", at: "gateway") == .wrong)
        #expect(verdict("test framework", "The tests use pytest.", at: "ledger-worker") == .right)
        #expect(verdict("test framework", "The tests use Jest.", at: "storefront") == .right)
        #expect(verdict("test framework", "The tests use Mocha.", at: "storefront") == .wrong)
        #expect(verdict("system packages", "System packages come from `apk`.", at: "ledger-worker") == .right)
        #expect(verdict("system packages", "System packages come from `apk`.", at: "billing-api") == .wrong)
        let manager = "Packages for JavaScript are managed with pnpm."
        #expect(verdict("package manager for JavaScript", manager, at: "desk-plugin") == .right)
        #expect(verdict("package manager for JavaScript", manager, at: "storefront") == .wrong)
        #expect(verdict("`lsof`", "`lsof` is not installed.", at: "ledger-worker") == .right)
        #expect(verdict("`lsof`", "`lsof` is not installed.", at: "storefront") == .wrong)
        #expect(verdict("`gti`", "`gti` is not installed.", at: "storefront") == .wrong)
        #expect(verdict("test command", "`npm run build` runs the tests.", at: "storefront") == .wrong)
        #expect(verdict("build command", "`pnpm dev` builds the project.", at: "desk-plugin") == .wrong)
        #expect(verdict("run command", "`pnpm dev` starts the program.", at: "desk-plugin") == .right)
        #expect(verdict("run command", "`npm run codegen` starts the program.", at: "storefront") == .wrong)
        #expect(verdict("mood", "People are friendly.", at: "gateway") == .unjudged)
    }

    @Test("a ban is true as long as the user wants it")
    func bans() {
        let plan = LifePlan(seed: 2, episodes: 1, families: 12).first { _ in true }!
        func told(_ wishes: [EpisodePlan.Wish]) -> [LivedEpisode] {
            wishes.map { wish in
                var plan = plan
                plan.wish = wish
                return LivedEpisode(
                    plan: plan, id: nil, played: PlayedEpisode(), alone: PlayedEpisode(), learning: 0, recall: nil,
                    wasTold: false, loadedSkills: 0)
            }
        }
        func verdict(_ banned: String, after wishes: [EpisodePlan.Wish]) -> FactJudge.Verdict {
            FactJudge(truth: WorldTruth(Places.all[0], lived: told(wishes))).verdict(
                on: WorldModel.Entry(label: "using \(banned)", description: "Using \(banned) is not allowed."))
        }
        let first = EpisodePlan.Wish(index: 0, wording: 0, isReversal: false)
        let reversed = EpisodePlan.Wish(index: 0, wording: 0, isReversal: true)
        #expect(verdict("find", after: [first]) == .right)
        #expect(verdict("find", after: [first, reversed]) == .wrong)
        #expect(verdict("ripgrep", after: [first, reversed]) == .right)
        #expect(verdict("ripgrep", after: [first]) == .wrong)
        #expect(verdict("sed", after: [first]) == .unjudged)
    }
}
