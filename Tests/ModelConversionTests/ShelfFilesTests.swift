import MemoryModel
import RuntimeHome
import Testing

@testable import ModelConversion

@Suite("Files on the shelf")
struct ShelfFilesTests {
    private let scratch = Scratch()

    @Test("work goes on in a private folder, and only what is adopted stays")
    func work() throws {
        let shelf = ModelShelf(folder: scratch.path + "/a/b")
        let work = try shelf.makeWorkFolder()
        _ = try work.folder("inner")
        let file = scratch.write("x", [])
        try ShelvedModel.copy(file, to: work.path + "/made")
        #expect(work.bytes == 0)
        try shelf.adopt(work.path + "/made", as: "m")
        work.remove()
        #expect(ModelShelf.names(in: shelf.folder) == ["m.memos-model"])
        #expect(throws: MemoryError.self) { try shelf.adopt(scratch.path + "/x", as: "../m") }
        try shelf.remove("m")
        #expect(ModelShelf.names(in: shelf.folder) == [])
        #expect(throws: MemoryError.self) { try shelf.remove("m") }
    }

    @Test("what a process that is gone left behind goes, what a living one has stays")
    func remains() throws {
        let shelf = ModelShelf(folder: scratch.path)
        // Process 1 always lives; no process has the other number.
        for name in [".pull-1.abcdef", ".pull-2147483647.abcdef", ".pull-x"] { scratch.write(name + "/file", [1]) }
        let work = try shelf.makeWorkFolder()
        work.remove()
        #expect(ModelShelf.names(in: shelf.folder) == [".pull-1.abcdef"])
    }

    @Test("a file that is no model is listed with the reason")
    func unusable() throws {
        let shelf = ModelShelf(folder: scratch.path)
        scratch.write("broken.memos-model", "nothing of the kind")
        scratch.write("token-table.memos-table", "")
        let models = shelf.models()
        #expect(models.map(\.name) == ["broken"])
        #expect((try? models[0].content.get()) == nil)
        #expect(shelf.table() == scratch.path + "/token-table.memos-table")
        #expect(ModelShelf(folder: "/nowhere").models().isEmpty)
    }
}
