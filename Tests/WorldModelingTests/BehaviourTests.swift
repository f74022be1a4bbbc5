import MemoryModel
import Testing
import WorldModeling

@Suite("How the place responds")
struct BehaviourTests {
    @Test("What fails until something else has run")
    func needs() {
        var place = KnownPlace()
        for _ in 0..<2 {
            place.task(
                .fail("npm test", "sh: vitest: not found"), .run("ls", "package.json\n"), .run("npm ci", "added 200"),
                .run("npm test", "12 passed"))
        }
        #expect(place.says("`npm test` fails until `npm ci` has run."), "\(place.sentences)")
    }

    @Test("Two changes between a failure and its success say nothing of either")
    func twoChanges() {
        var place = KnownPlace()
        for _ in 0..<3 {
            place.task(
                .fail("npm test", "1 failed"), .run("npm ci", "added 200"), .edit("/src/api/src/a.ts"),
                .run("npm test", "12 passed"))
            place.task(
                .fail("npm test", "1 failed"), .run("npm ci", "added 200"), .fail("npm test", "1 failed"),
                .run("npm run build"), .edit("/src/api/src/a.ts"), .run("npm test", "12 passed"))
        }
        #expect(!place.sentences.contains { $0.contains("until") }, "\(place.sentences)")
    }

    @Test("A tool that is called as on another system fails here")
    func misuse() {
        var place = KnownPlace()
        let fault = "sed: 1: \"a.txt\": invalid command code a"
        for _ in 0..<2 { place.task(.fail("sed -i 's/a/b/' a.txt", fault)) }
        #expect(place.says("`sed -i` without a suffix fails here (`invalid command code`)."), "\(place.sentences)")
        // A suffix is another call.
        place.task(.run("sed -i '' 's/a/b/' a.txt", ""))
        #expect(place.sentences.count == 1)
        place.task(.run("sed -i 's/a/b/' a.txt", ""))
        #expect(place.sentences.isEmpty)
    }

    @Test("A command that is not there, until it is")
    func missingCommand() {
        var place = KnownPlace()
        for _ in 0..<2 { place.task(.fail("rg needle src", "bash: line 1: rg: command not found")) }
        #expect(place.says("`rg` is not installed."))
        place.task(.run("rg needle", "src/a.py:1:needle"))
        #expect(place.sentences.isEmpty)
        #expect(place.model?.status == .archived)
        for _ in 0..<2 { place.task(.fail("rg needle src", "bash: line 1: rg: command not found")) }
        #expect(place.says("`rg` is not installed.") && place.model?.status == .active)
    }

    @Test("A variable without which it fails and with which it passes")
    func variable() {
        var place = KnownPlace()
        for _ in 0..<2 {
            place.task(
                .fail("npm test", "Error: environment variable DATABASE_URL is not set"),
                .run("DATABASE_URL=sqlite npm test", "12 passed"))
        }
        #expect(
            place.says("`npm test` fails unless the environment variable `DATABASE_URL` is set."), "\(place.sentences)")
        var other = KnownPlace()
        for _ in 0..<2 { other.task(.fail("npm test", "Error: environment variable DATABASE_URL is not set")) }
        #expect(other.model == nil)
    }

    @Test("Configuration that takes effect after a restart")
    func reload() {
        var place = KnownPlace()
        for _ in 0..<2 {
            place.task(
                .edit("/src/api/config/app.yaml"), .fail("npm test", "AssertionError: expected 30 to be 60"),
                .run("systemctl restart api", ""), .run("npm test", "12 passed"))
        }
        #expect(place.says("Changes to `config/app.yaml` take effect only after a restart."), "\(place.sentences)")
    }

    @Test("What takes long, as long as it does")
    func slow() {
        var place = KnownPlace()
        for _ in 0..<2 { place.task(.run("npm run build", "ok", seconds: 95)) }
        #expect(place.says("`npm run build` takes longer than a minute."))
        place.task(.run("npm run build", "ok", seconds: 9))
        #expect(!place.sentences.contains { $0.contains("longer") })
    }
}
