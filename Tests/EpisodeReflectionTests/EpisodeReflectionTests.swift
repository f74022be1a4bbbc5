import EpisodeReflection
import MemoryModel
import Testing

@Suite("Reflection on steps")
struct EpisodeReflectionTests {
    private func reflect(_ steps: [Step], saying words: String = "Do it") -> [StepReflection] {
        EpisodeReflection().reflections(on: Sample.record(steps, saying: words))
    }

    private func rules(_ steps: [Step]) -> [String] { reflect(steps).map(\.rule) }

    private static let noConfig = "Error: pg_config executable not found.\n    error: subprocess-exited-with-error"

    @Test("the change and the run that turned a failure into a success")
    func mended() {
        let found = reflect([
            .fail("pip install psycopg2", Self.noConfig), .pass("apt-get install -y libpq-dev"),
            .pass("cd /app && pip install psycopg2"), .answer("Installed."),
        ])
        #expect(found.map(\.rule) == ["overcome_failure", "fixing_change", "turned_failure", "final_answer"])
        #expect(found.map(\.weight) == [0.4, 0.7, 0.7, 0.5])
        #expect(found[1].text == "`pg_config` missing; installing `libpq-dev` made `pip install psycopg2` pass.")
        #expect(found[2].text == found[1].text)
        #expect(
            found[0].text == "`pip install psycopg2` failed: `pg_config` is missing; installing `libpq-dev` ended that."
        )
        #expect(found[2].evidence == [TraceID("tr_0"), TraceID("tr_1")])
    }

    @Test("a change that ends one error counts although another one follows")
    func advanced() {
        let found = reflect([
            .fail("pip install lxml", "Package xmlsec1 was not found"), .pass("apk add xmlsec-dev"),
            .fail("pip install lxml", "Could not find function xmlCheckVersion in library libxml2"),
            .pass("apk add libxml2-dev"), .pass("pip install lxml"),
        ])
        #expect(
            found.map(\.rule) == [
                "overcome_failure", "fixing_change", "overcome_failure", "fixing_change", "turned_failure",
            ])
        #expect(found[4].text == "`libxml2` missing; installing `libxml2-dev` made `pip install lxml` pass.")
    }

    @Test("an edit between two runs of the tests")
    func edited() {
        let found = reflect([
            .fail("pytest -q", "AssertionError: 1 != 2"), .edit("src/total.py"), .pass("pytest -q"),
        ])
        #expect(found.map(\.weight) == [0.4, 0.7, 0.7])
        #expect(found[2].text == "`pytest -q` failed (tests fail); editing `src/total.py` made it pass.")
    }

    @Test("a command that was run in another way")
    func rewritten() {
        let found = reflect([.fail("pip install psycopg2", Self.noConfig), .pass("pip install psycopg2-binary")])
        #expect(found.map(\.rule) == ["overcome_failure", "turned_failure"])
        #expect(
            found[1].text
                == "`pg_config` missing; `pip install psycopg2` failed (a system library is missing); `pip install psycopg2-binary` worked."
        )
    }

    @Test("another command in place of one that is called wrongly, after it failed thrice")
    func replaced() {
        let usage = "sed: 1: \"app.ini\": invalid command code a"
        let found = reflect([
            .fail("sed -i s/1/2/ app.ini", usage), .fail("sed -i s/1/2/ app.ini", usage),
            .fail("sed -i 's/1/2/' app.ini", usage), .pass("python3 bump.py app.ini"), .answer("Done."),
        ])
        #expect(
            found.map(\.rule) == [
                "overcome_failure", "repeated_failure", "repeated_failure", "turned_failure", "final_answer",
            ])
        #expect(found[3].text.hasSuffix("`python3 bump.py app.ini` worked."))
    }

    @Test("failures that nothing came of, and their repeats, taught nothing")
    func failures() {
        let found = reflect(Array(repeating: .fail("npm test", "Error: boom"), count: 3) + [.answer("It fails.")])
        #expect(found.map(\.rule) == ["failure", "repeated_failure", "repeated_failure", "final_answer"])
        #expect(found.map(\.weight) == [0.15, 0.15, 0.15, 0.5])
        #expect(found[1].text == "`npm test` failed again: “Error: boom”.")
    }

    @Test("a pass of another thing mends nothing")
    func unrelated() {
        #expect(
            rules([.fail("pip install lxml", "x y z failed"), .edit("README.md"), .pass("pip install requests")])
                == ["failure", "progress", "progress"])
        #expect(rules([.fail("pytest tests/a.py"), .edit("b.py"), .pass("pytest tests/b.py")])[2] == "progress")
    }

    @Test("a look whose findings a later step uses, and one that nobody used")
    func looks() {
        let found = reflect([
            .pass("ls src", "total_price.py\nother_file.py"), .pass("ls docs", "index_page.md"),
            .edit("src/total_price.py"), .pass("pytest"),
        ])
        #expect(found.map(\.rule) == ["revealed", "unused_look", "progress", "progress"])
        #expect(found[0].text == "`ls src` showed `total_price.py`, which `Edit src/total_price.py` used.")
        #expect(found[0].evidence == [TraceID("tr_2")])
    }

    @Test("a look counts as a user only when it was used itself")
    func chains() {
        let used = rules([
            .pass("ls src", "total_price.py"), .read("src/total_price.py", "def sum_of_all(): pass"),
            .pass("grep -rn sum_of_all lib", "lib/call_site.py"), .edit("lib/call_site.py"),
        ])
        #expect(used == ["revealed", "revealed", "revealed", "progress"])
        let unused = rules([.pass("ls src", "total_price.py"), .read("src/total_price.py", "pass"), .answer("Hm.")])
        #expect(unused == ["unused_look", "unused_look", "final_answer"])
    }

    @Test("what the answer tells of a look was used")
    func toldInAnswer() {
        #expect(rules([.pass("ls", "pyproject.toml"), .answer("It is built by pyproject.toml.")])[0] == "revealed")
    }

    @Test("names that the user said were not revealed by a step")
    func known() {
        let found = reflect(
            [.pass("ls src", "total_price.py"), .edit("src/total_price.py")], saying: "Mend src/total_price.py")
        #expect(found[0].rule == "unused_look")
    }

    @Test("a file that is read before it is changed was worked on")
    func workedOn() {
        #expect(rules([.read("a.txt"), .edit("a.txt")]) == ["worked_on", "progress"])
        #expect(rules([.edit("a.txt"), .read("a.txt")]) == ["progress", "unused_look"])
    }

    @Test("a failure that named what was missing, in a plain word")
    func missingModule() {
        let found = reflect([
            .fail("python app.py", "ModuleNotFoundError: No module named 'requests'"), .pass("pip install requests"),
        ])
        #expect(found[0].rule == "revealed")
        #expect(found[0].text == "`python app.py` failed and named `requests`, which `pip install requests` used.")
    }

    @Test("answers before the last are ordinary steps")
    func answers() {
        #expect(reflect([.answer("a"), .answer("b")]).map(\.weight) == [0.4, 0.5])
    }

    @Test("nothing gives nothing, and every step gets one, in order")
    func shape() {
        #expect(reflect([]).isEmpty)
        let record = Sample.record([.answer("a"), .pass("ls"), .fail(""), .fail("\u{0}\u{FFFD}"), .pass("")])
        #expect(EpisodeReflection().reflections(on: record).map(\.traceID) == record.steps.map(\.id))
    }
}
