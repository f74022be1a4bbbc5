import MemoryModel
import Testing
import WorldModeling

@Suite("Where things are")
struct LayoutTests {
    @Test("A repository explored over several tasks becomes a model of where things are, with evidence")
    func explored() throws {
        var place = KnownPlace()
        place.task(
            .run("ls", "README.md\nconfig\npackage.json\nsrc\ntests\n"), .read("/src/api/src/server.ts"),
            .edit("/src/api/src/routes/users.ts"), .run("npm test -- users", "> vitest run\n 4 passed"))
        #expect(place.says("Sources are in `src/`."))
        place.task(
            .read("/src/api/tests/users.test.ts"), .read("/src/api/config/default.yaml"),
            .run("npm test", "> vitest run\n 12 passed"), .run("npm run lint"))
        place.task(
            .read("/src/api/config/production.yaml"), .edit("/src/api/src/login.ts"), .run("npm run lint"),
            .edit("/src/api/tests/login.test.ts"))
        let model = try #require(place.model)
        #expect(model.title == "How api is laid out and behaves")
        #expect(place.says("Tests are in `tests/`."))
        #expect(place.says("Configuration is in `config/`."))
        #expect(place.says("`npm test` runs the tests."))
        #expect(place.says("`npm run lint` checks the code."))
        #expect(place.says("The tests use Vitest."))
        #expect(model.body.split(separator: "\n").count <= 4)
        #expect(model.body.contains("Tests are in `tests/`."))
        #expect(model.domainTags.contains("typescript"))
        let all = model.structure.environment
        #expect(all.allSatisfy { !$0.evidenceIDs.isEmpty && $0.evidenceIDs.count <= 5 })
        let known = Set(place.facts.map(\.traceID.rawValue))
        #expect(all.allSatisfy { known.isSuperset(of: $0.evidenceIDs) })
        #expect(model.version > 1 && model.confidence > 0.5)
    }

    @Test("What one task saw once is not said")
    func once() {
        var place = KnownPlace()
        place.task(.read("/src/api/tests/test_a.py"), .run("pytest -q"))
        #expect(place.model == nil)
    }

    @Test("The same file read again is no further evidence")
    func sameFile() {
        var place = KnownPlace()
        place.task([RecordFixture.Step](repeating: .read("/src/api/tests/test_a.py"), count: 6))
        #expect(place.model == nil)
    }

    @Test("Paths of other folders and of other people's packages say nothing of the place")
    func elsewhere() {
        var place = KnownPlace()
        for _ in 0..<3 {
            place.task(
                .read("/etc/tests/a.py"), .read("/src/other/tests/test_a.py"),
                .read("/src/api/node_modules/left-pad/tests/a.js"), .read("/src/api/../other/src/b.py"))
        }
        #expect(place.model == nil)
    }

    @Test("A path that is not found any more is taken back, and what takes its place is learned")
    func retraction() throws {
        var place = KnownPlace()
        place.task(.read("/src/api/tests/test_a.py"))
        place.task(.read("/src/api/tests/test_b.py"), .read("/src/api/src/api/core.py"))
        place.task(.read("/src/api/src/api/main.py"))
        #expect(place.says("Tests are in `tests/`."))
        let before = try #require(place.model?.confidence)
        place.task(
            .fail("ls tests", "ls: cannot access 'tests': No such file or directory"),
            .run("ls", "spec\nsrc\n"), .read("/src/api/spec/test_a.py"))
        #expect(!place.sentences.contains { $0.contains("`tests/`") })
        #expect(place.says("Sources are in `src/`."))
        let after = try #require(place.model?.confidence)
        #expect(abs(before - 0.05 - after) < 1e-9)
        place.task(.read("/src/api/spec/test_b.py"))
        #expect(place.says("Tests are in `spec/`."))
    }

    @Test("A missing file in a folder does not take the folder back")
    func missingFile() {
        var place = KnownPlace()
        place.task(.read("/src/api/tests/test_a.py"))
        place.task(.read("/src/api/tests/test_b.py"), .missing("/src/api/tests/test_c.py"))
        place.task(.missing("/src/api/tests/test_d.py"))
        #expect(place.says("Tests are in `tests/`."))
    }

    @Test("A folder that was moved is no longer where it was")
    func moved() {
        var place = KnownPlace()
        place.task(.read("/src/api/tests/test_a.py"))
        place.task(.read("/src/api/tests/test_b.py"))
        place.task(.run("git mv tests checks"))
        #expect(place.model?.structure.environment.contains { $0.label == "tests" } == false)
    }

    @Test(
        "Paths tell what they are for",
        arguments: [
            ("db/migrations/0001_init.sql", "Database migrations are in `db/migrations/`."),
            ("docs/guide.md", "Documentation is in `docs/`."),
            (".github/workflows/ci.yml", "Continuous integration is defined in `.github/workflows/`."),
            ("packages/web/src/app.ts", "Sources are in `packages/web/src/`."),
            ("Sources/Core/Core.swift", "Sources are in `Sources/`."),
            ("src/main/java/a/B.java", "Sources are in `src/main/`."),
            ("src/test/java/a/BTests.java", "Tests are in `src/test/`."),
            ("app/settings.py", "Configuration is in `app/settings.py`."),
            ("pyproject.toml", "The package is described in `pyproject.toml`."),
            ("pkg/store/store_test.go", "Test files lie beside the sources and are named `*_test.go`."),
            ("yarn.lock", "Packages for JavaScript are managed with Yarn."),
        ])
    func roles(path: String, sentence: String) {
        var place = KnownPlace()
        for _ in 0..<2 { place.task(.read("/src/api/\(path)")) }
        #expect(place.says(sentence), "\(place.sentences)")
    }

    @Test("After leaving for a folder elsewhere, relative paths are not guessed at")
    func folders() {
        var place = KnownPlace()
        for _ in 0..<2 {
            place.task(.run("cd /srv/other && ls", "tests\nsrc\n"), .run("pytest tests/unit"), .run("ls", "docs\n"))
        }
        #expect(place.model == nil)
        for _ in 0..<2 { place.task(.run("cd web && npm test"), .run("cd /src/api && pytest tests/unit")) }
        #expect(place.says("`npm test` runs the tests in `web/`."), "\(place.sentences)")
        #expect(place.says("`pytest` runs the tests."))
        #expect(place.says("Tests are in `tests/`."), "\(place.sentences)")
    }
}
