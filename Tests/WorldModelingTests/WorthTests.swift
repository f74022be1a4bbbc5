import MemoryModel
import Testing
import WorldModeling

@Suite("What is worth saying of a place")
struct WorthTests {
    @Test("A mistyped command is not missing", arguments: ["gti", "gitt", "pytset", "dokcer"])
    func misspelled(_ typed: String) {
        var place = KnownPlace()
        for _ in 0..<3 { place.task(.fail("\(typed) status", "bash: \(typed): command not found")) }
        #expect(place.model == nil, "\(place.sentences)")
    }

    @Test("Nor is one that is near to a program that works here")
    func misspelledHere() {
        var place = KnownPlace()
        for _ in 0..<2 { place.task(.fail("frobnciate --all", "bash: frobnciate: command not found")) }
        #expect(place.says("`frobnciate` is not installed."))
        place.task(.run("frobnicate --all", "done"))
        #expect(place.sentences.isEmpty, "\(place.sentences)")
    }

    @Test(
        "Programs with names alike are missing when they are",
        arguments: ["apt-get", "psql-15", "lsof", "pnpm", "rg", "apk"])
    func alike(_ program: String) {
        var place = KnownPlace()
        for _ in 0..<2 {
            place.task(
                .run("apt install x"), .run("pip install y"), .run("npm run build"),
                .fail("\(program) a", "sh: \(program): not found"))
        }
        #expect(place.says("`\(program)` is not installed."), "\(place.sentences)")
    }

    @Test(
        "Policies lend no attempts, no reports and nothing that they say of themselves",
        arguments: [
            "`pnpm install --force` did not help.", "`npm publish` failed here; it was given up.",
            "It has failed in Node projects.", "Seen only on Debian.", "`ripgrep` (`rg`)",
            "`make all`: it failed here (“no rule”)", "The build was slow.", "This is forbidden.", "它在这里会失败。",
            "重启没用，构建会失败。",
        ])
    func attempts(_ text: String) {
        var place = KnownPlace()
        place.policies = [policy("po_1", boundary: text, bans: [text])]
        place.settle()
        #expect(place.model == nil, "\(place.sentences)")
    }

    @Test("What policies state is told by its subject, once for all policies")
    func subjects() {
        var place = KnownPlace()
        place.policies = [
            policy("po_2", boundary: "The binary wheel fails on Alpine.", bans: ["二进制包在 Alpine 上不能安装。"]),
            policy("po_1", boundary: "The binary wheel fails on Alpine.", bans: ["`npm ci` did not help."]),
        ]
        place.settle()
        #expect(
            place.model?.structure
                == WorldModel.Structure(
                    inference: [
                        .init(
                            label: "binary wheel", description: "The binary wheel fails on Alpine.",
                            evidenceIDs: ["po_1", "po_2"])
                    ],
                    constraints: [
                        .init(label: "二进制包在Alpine上", description: "二进制包在 Alpine 上不能安装。", evidenceIDs: ["po_2"])
                    ]))
    }

    @Test("Only scripts that are named for it start the program")
    func scripts() {
        var place = KnownPlace()
        for _ in 0..<3 { place.task(.run("npm run codegen"), .run("npm run i18n:sync"), .run("make generate")) }
        #expect(!place.sentences.contains { $0.contains("starts") }, "\(place.sentences)")
        for _ in 0..<2 { place.task(.run("npm run dev:web")) }
        #expect(place.says("`npm run dev:web` starts the program."), "\(place.sentences)")
    }

    @Test(
        "A preference lifts the ban on what is preferred",
        arguments: ["Use find instead of ripgrep again.", "还是用 find 吧，不要用 ripgrep 了。"])
    func preference(_ words: String) {
        var place = KnownPlace()
        place.task(says: "Never use find.", .run("ls"))
        #expect(place.says("Using find is not allowed."))
        place.task(says: words, .run("ls"))
        #expect(!place.says("Using find is not allowed."), "\(place.sentences)")
    }

    @Test("Of thousands of facts the newest are read, and what older ones showed stays said")
    func bounded() {
        var place = KnownPlace()
        for _ in 0..<2 { place.task(.read("/src/api/tests/test_a.py")) }
        #expect(place.says("Tests are in `tests/`."))
        place.task(.edit("/src/api/src/a.py"))
        let last = place.facts.map(\.at).max() ?? 0
        place.facts += (1...2_500).map { number in
            ObservedFact(
                place: place.place, kind: .environment, key: "docs", value: "docs/", traceID: TraceID("tr_n\(number)"),
                episodeID: EpisodeID("ep_n\(number)"), at: last + Timestamp(number))
        }
        place.task(.edit("/src/api/src/b.py"))
        #expect(place.says("Tests are in `tests/`.") && place.says("Documentation is in `docs/`."))
        #expect(!place.says("Sources are in `src/`."), "The first of the two tasks is out of reach.")
    }

    private func policy(_ id: String, boundary: String, bans: [String]) -> Policy {
        Policy(
            id: PolicyID(id), owner: Namespace(agentKind: "claude", workspace: "/src/api"), status: .active,
            createdAt: 1, title: "Libraries missing for pip", trigger: "pip fails", procedure: "Run `apk add`.",
            boundary: boundary, guidance: DecisionGuidance(antiPattern: bans.map { .init(text: $0) }))
    }
}
