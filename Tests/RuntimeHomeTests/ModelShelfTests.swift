import RuntimeHome
import Testing

@Suite("The shelf of models")
struct ModelShelfTests {
    private func shelf(_ executable: String, named: String? = nil, there: Set<String> = []) -> ModelShelf {
        ModelShelf.find(
            executable: executable, workingDirectory: "/home/me", environment: { $0 == "MEMOS_MODELS" ? named : nil },
            exists: there.contains)
    }

    @Test("is beside the program where it is installed")
    func installed() {
        let there: Set = ["/usr/share/memos/models", "/model-data/token-table.memos-table"]
        #expect(shelf("/usr/bin/memos", there: there).folder == "/usr/share/memos/models")
        #expect(shelf("/usr/bin/memosd", there: []).folder == "/usr/share/memos/models")
    }

    @Test("is the data of the checkout for a program built in it")
    func checkout() {
        let there: Set = ["/src/memos/model-data/token-table.memos-table", "/src/model-data"]
        let found = shelf("/src/memos/.build-debug/debug/memos", there: there)
        #expect(found.folder == "/src/memos/model-data")
        #expect(found.tables == ["/src/memos/model-data/token-table.memos-table"])
    }

    @Test("is where a person says; the static table may still be beside the program")
    func named() {
        let found = shelf("/usr/bin/memos", named: "mine", there: ["/usr/share/memos/models"])
        #expect(found.folder == "/home/me/mine")
        #expect(found.file(of: "gte-small") == "/home/me/mine/gte-small.memos-model")
        #expect(
            found.tables == [
                "/home/me/mine/token-table.memos-table", "/usr/share/memos/models/token-table.memos-table",
            ])
        #expect(shelf("/usr/bin/memos", named: "").folder == "/usr/share/memos/models")
    }

    @Test("takes names that are file names everywhere, and no paths")
    func names() {
        for name in ["all-MiniLM-L6-v2", "a", "bge_small.en", String(repeating: "x", count: 64)] {
            #expect(ModelShelf.isName(name))
            #expect(ModelShelf.name(ofFile: name + ".memos-model") == name)
        }
        for name in ["", ".", "..", ".hidden", "-x", "a/b", "a b", "é", "a\u{0}", String(repeating: "x", count: 65)] {
            #expect(!ModelShelf.isName(name), "\(name)")
        }
        #expect(ModelShelf.name(ofFile: "token-table.memos-table") == nil)
        #expect(ModelShelf.name(ofFile: ".memos-model") == nil)
    }
}
