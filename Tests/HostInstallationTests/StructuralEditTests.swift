import JSONText
import Testing

@testable import HostInstallation

@Suite struct StructuralEditTests {
    private func document(_ language: ConfigLanguage, _ text: String) throws -> any ConfigDocument {
        try language.document(Array(text.utf8))
    }

    private func text(_ document: any ConfigDocument) -> String { String(decoding: document.bytes, as: UTF8.self) }

    @Test(
        "A member of JSON5 comes and goes without a trace",
        arguments: [
            "{}", "{a: 1}", "{a: 1,}", "{\n  a: 1 // one\n}", "{\n  a: 1, // one\n}\n",
            "{\n  a: 1 /* one */\n  // end\n}",
            "{\r\n\ta: 'x',\r\n}", "// first\n{ 'a': [1, 2,], b: {}, }\n// last", "{\n  // only a remark\n}",
            "\u{FEFF}{a: +.5}", "{a: 0x1F, b: Infinity, 'c\\'d': \"e\\\nf\"}",
        ])
    func json5(_ source: String) throws {
        var edit = try document(.json5, source)
        let before = edit.value(at: [])
        try edit.set(["x": [1]], at: ["new", "inner"])
        #expect(edit.value(at: ["new", "inner", "x", 0]) == 1)
        try edit.remove(["new"])
        #expect(text(edit) == source && edit.value(at: []) == before)
    }

    @Test(
        "A list of JSON5 takes an element and gives it back",
        arguments: [
            "{l: [1]}", "{l: [1,]}", "{l: [\n  1, // one\n]}", "{l: [\n  1 // one\n  ,2]}", "{l: []}",
        ])
    func json5Lists(_ source: String) throws {
        var edit = try document(.json5, source)
        let count = edit.value(at: ["l"])?.array?.count ?? 0
        try edit.append("new", to: ["l"])
        #expect(edit.value(at: ["l", .index(count)]) == "new")
        try edit.remove(["l", .index(count)])
        #expect(text(edit) == source)
    }

    @Test(
        "A table of TOML comes and goes without a trace",
        arguments: [
            "", "a = 1\n", "a = 1", "a = 1\n\n\n", "# only a remark\n", "[t]\nb = 'x'\n", "\u{FEFF}a = 1\r\n[t]\r\n",
            "a = \"\"\"x\n[servers.memos]\n\"\"\"\n[[l]]\n[[l]]\nx = {a = [1, # one\n 2]}\n",
        ])
    func toml(_ source: String) throws {
        var edit = try document(.toml, source)
        try edit.set(["command": "/a b/\"c\"", "args": ["x", "y"]], at: ["servers", "memos"])
        #expect(edit.value(at: ["servers", "memos", "command"]) == "/a b/\"c\"")
        try edit.set(["n"], at: ["notify"])
        #expect(edit.value(at: ["notify"]) == ["n"])
        try edit.remove(["notify"])
        try edit.remove(["servers", "memos"])
        #expect(text(edit) == source)
    }

    @Test func valuesOfTheRootStandBeforeTheFirstTableOfTOML() throws {
        var edit = try document(.toml, "# top\n[t]\nb = 1\n")
        try edit.set(["n"], at: ["notify"])
        #expect(text(edit) == "notify = [\"n\"]\n# top\n[t]\nb = 1\n")
        edit = try document(.toml, "a = 1 # one\n\n# about t\n[t]\nb = 1\n")
        try edit.set(["n"], at: ["notify"])
        #expect(text(edit) == "a = 1 # one\nnotify = [\"n\"]\n\n# about t\n[t]\nb = 1\n")
    }

    @Test(
        "A scalar of YAML comes and goes without a trace",
        arguments: [
            "", "a: 1\n", "a: 1", "memory:\n  other: x\n", "memory: # mine\n\n    other: x\n    # end\nb:\n- 1\n",
            "---\na: |\n  memory:\n    provider: x\n", "a:\r\n  b: 'c: d'\r\n", "# only a remark\n",
            "memory:\n  x: {a: [1,\n  2]}\n",
            "text: \"two\n  lines: x\"\nmemory:\n  list:\n  - a: 1\n    b: 2\n",
        ])
    func yaml(_ source: String) throws {
        let hasMemory = try document(.yaml, source).value(at: ["memory"]) != nil
        var edit = try document(.yaml, source)
        try edit.set("memos", at: ["memory", "provider"])
        #expect(edit.value(at: ["memory", "provider"]) == "memos")
        try edit.remove(hasMemory ? ["memory", "provider"] : ["memory"])
        #expect(text(edit) == source)
    }

    @Test(
        "A value of YAML is replaced where it stands",
        arguments: [
            ("memory:\n  provider: honcho # mine\n", "memory:\n  provider: memos # mine\n"),
            ("memory:\n  provider: ''\n", "memory:\n  provider: memos\n"),
            ("memory:\n  provider:\n  b: 1\n", "memory:\n  provider: memos\n  b: 1\n"),
            ("memory:\n  provider: # none\n", "memory:\n  provider: memos # none\n"),
        ])
    func yamlValues(_ source: String, _ expected: String) throws {
        var edit = try document(.yaml, source)
        try edit.set("memos", at: ["memory", "provider"])
        #expect(text(edit) == expected)
    }

    @Test(
        "What could be misread is refused",
        arguments: [
            (ConfigLanguage.json, "{\"a\": 1,}"), (.json, "[]"), (.json, "\u{FEFF}{}"), (.json5, "{a: b}"),
            (.json5, "{a 1}"),
            (.json5, "{/* open"), (.json5, "{a: 'x}"), (.toml, "a = "), (.toml, "[a]\n[a]\n"), (.toml, "a = x"),
            (.toml, "a = [1"),
            (.yaml, "- a\n"), (.yaml, "{a: 1}\n"), (.yaml, "a: 'x\n"), (.yaml, "a: 1\n...\n"), (.yaml, "a: 1\na: 2\n"),
        ])
    func refusals(_ language: ConfigLanguage, _ source: String) {
        #expect(throws: NotEditable.self) { try document(language, source) }
    }

    @Test(
        "A command line is ours however it is written",
        arguments: [
            #"{"command": "/a/memos", "args": ["hook", "--host", "codex"]}"#,
            #"{"command": "/a/memos hook --host codex --home /x"}"#,
            #"{"command": "'/a b/memos' hook --host codex"}"#,
            #"{"command": "/bin/sh -c '[ -x /a/memos ] && /a/memos hook --host codex; exit 0'"}"#,
            #"["/a/memos", "hook", "--host", "codex"]"#,
        ])
    func recognition(_ text: String) throws {
        let command = InstalledHook(try JSON(parsing: text), host: "codex")
        #expect(command?.program.hasSuffix("/memos") == true)
        #expect(InstalledHook(try JSON(parsing: text), host: "claude") == nil)
    }

    @Test func strangersAreNotOurs() {
        for line in [
            "/a/memos-checker hook --host codex", "echo memos hook", "/a/memos bridge", "memoshook --host codex",
        ] {
            #expect(InstalledHook(.string(line), host: "codex") == nil)
        }
    }

    @Test func guardedCommandsAreReadBack() {
        let line = GuardedCommand.line(
            program: "/it's a/memos", arguments: ["hook", "--host", "codex", "--home", "/x y"])
        let command = InstalledHook(["command": .string(line)], host: "codex")
        #expect(command?.program == "/it's a/memos" && command?.home == "/x y")
    }
}
