import MemoryModel
import MemoryTestSupport
import ProjectIdentity
import Testing

/// The same question soon again costs no look at any file.
@Suite struct ProjectFinderTests {
    private let home = TemporaryHome()

    private func checkOut(_ branch: String) {
        home.write("ref: refs/heads/\(branch)\n", to: ".git/HEAD")
    }

    init() {
        home.makeFolder(".git/objects")
        home.makeFolder(".git/refs")
        checkOut("main")
    }

    @Test("An answer is kept for its lifetime")
    func isKept() async throws {
        let finder = ProjectFinder(lifetime: .seconds(3600), patience: .seconds(60))
        #expect(finder.lastMark(of: home.path) == nil)
        #expect(await finder.mark(of: home.path)?.branch == "main")
        checkOut("topic")
        #expect(await finder.mark(of: home.path)?.branch == "main")
        #expect(finder.lastMark(of: home.path)?.branch == "main")
    }

    @Test("After it the files are asked again")
    func isRenewed() async throws {
        let finder = ProjectFinder(lifetime: .zero, patience: .seconds(60))
        #expect(await finder.mark(of: home.path)?.branch == "main")
        checkOut("topic")
        #expect(await finder.mark(of: home.path)?.branch == "topic")
    }

    @Test("Many who ask at once all get the answer, also of many places")
    func manyAskers() async throws {
        let finder = ProjectFinder(patience: .seconds(60))
        let path = home.path
        let branches = await withTaskGroup(of: String?.self) { group in
            for index in 0..<2000 {
                group.addTask { await finder.mark(of: index % 2 == 0 ? path : "\(path)/missing\(index)")?.branch }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(branches.count == 2000)
        #expect(branches.allSatisfy { $0 == "main" })
    }
}
