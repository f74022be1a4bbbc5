import Testing

@testable import ViewerServer

@Suite struct StaticAssetsTests {
    private let assets = StaticAssets(files: [
        "/index.html": Array("<p>".utf8), "/lib/a.js": Array("a".utf8), "/lib/b.js": Array("a".utf8),
        "/docs/index.html": [],
    ])

    private func check(_ path: String, isFound: Bool) {
        #expect((assets.asset(at: path) != nil) == isFound, "\(path)")
    }

    @Test func onlyWhatIsThereIsFound() {
        check("/", isFound: true)
        check("/index.html", isFound: true)
        check("/lib/a.js", isFound: true)
        check("/docs/", isFound: true)
        check("/lib", isFound: false)
        check("/lib/", isFound: false)
        check("", isFound: false)
        check("lib/a.js", isFound: false)
    }

    @Test func noPathLeadsOut() {
        for path in [
            "/../index.html", "/lib/../index.html", "//index.html", "/./index.html", "/lib\\a.js", "/lib/a.js\0",
        ] {
            check(path, isFound: false)
        }
    }

    @Test func equalContentHasAnEqualTag() throws {
        let a = try #require(assets.asset(at: "/lib/a.js"))
        let b = try #require(assets.asset(at: "/lib/b.js"))
        let index = try #require(assets.asset(at: "/"))
        #expect(a.entityTag == b.entityTag)
        #expect(a.entityTag != index.entityTag)
        #expect(a.entityTag.hasPrefix("\"") && a.entityTag.hasSuffix("\""))
    }

    @Test func aKnownTagIsFresh() throws {
        let asset = try #require(assets.asset(at: "/"))
        let tag = asset.entityTag
        #expect(EntityTag.isFresh(tag, ifNoneMatch: tag))
        #expect(EntityTag.isFresh(tag, ifNoneMatch: "\"x\", W/\(tag)"))
        #expect(EntityTag.isFresh(tag, ifNoneMatch: " * "))
        #expect(!EntityTag.isFresh(tag, ifNoneMatch: "\"x\""))
        #expect(!EntityTag.isFresh(tag, ifNoneMatch: nil))
    }

    @Test func filesHaveTheTypesBrowsersWant() {
        #expect(StaticAssets.contentType(of: "/app.js") == "text/javascript; charset=utf-8")
        #expect(StaticAssets.contentType(of: "/styles/app.css") == "text/css; charset=utf-8")
        #expect(StaticAssets.contentType(of: "/locales/en.json") == "application/json; charset=utf-8")
        #expect(StaticAssets.contentType(of: "/icon.svg") == "image/svg+xml")
        #expect(StaticAssets.contentType(of: "/LICENSE") == "application/octet-stream")
    }

    @Test func aMissingFolderIsEmpty() {
        #expect(StaticAssets(folder: "/no/such/folder").isEmpty)
    }
}
