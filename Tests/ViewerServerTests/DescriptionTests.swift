import HTTPReading
import JSONText
import Testing

@testable import ViewerServer

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The descriptions of the interface")
struct DescriptionTests {
    @Test("each route is in the document, once, under a name of its own")
    func everyRoute() throws {
        let paths = try #require(OpenAPIDocument.viewer["paths"]?.object)
        var names: Set<String> = []
        for route in RouteTable.viewer.routes {
            let operation = paths[route.path]?[route.verb.rawValue.lowercased()]
            let name = try #require(operation?["operationId"]?.string, "\(route.path)")
            #expect(names.insert(name).inserted, "\(name)")
            #expect((operation?["parameters"]?.array ?? []).count == route.parameters.count)
            #expect((operation?["requestBody"] != nil) == (!route.body.isEmpty || route.takesOtherBody))
        }
        #expect(paths.members.reduce(0) { $0 + ($1.value.object?.members.count ?? 0) } == names.count)
    }

    @Test("schemas say what the route refuses")
    func schemas() {
        func check(_ parameter: RouteParameter, _ expected: JSON) {
            #expect(OpenAPIDocument.schema(parameter, inBody: true) == expected)
        }
        check(.text("a", maximumBytes: 9), ["type": "string", "maxLength": 9])
        check(.integer("a", 1...3), ["type": "integer", "format": "int64", "minimum": 1, "maximum": 3])
        check(.choice("a", ["x", "y"]), ["type": "string", "enum": ["x", "y"]])
        check(.flag("a"), ["type": "boolean"])
        check(.any("a"), [:])
    }

    /// `UPDATE_EXPECT=1` writes it anew.
    @Test("docs/HTTP.md says what the route table says")
    func page() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/")
        let path = root + "/docs/HTTP.md"
        if getenv("UPDATE_EXPECT") != nil {
            let stream = try #require(fopen(path, "w"))
            fputs(HTTPPage.text, stream)
            fclose(stream)
        }
        let stream = try #require(fopen(path, "r"))
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        #expect(String(decoding: bytes, as: UTF8.self) == HTTPPage.text)
    }
}

extension Route {
    fileprivate var takesOtherBody: Bool {
        switch target {
        case .upload, .loginForm, .context: true
        default: false
        }
    }
}

@Suite struct ViewerDownloadTests {
    private func check(_ name: String, _ expected: String) {
        #expect(ViewerDownload.disposition(name) == "attachment; " + expected)
    }

    @Test("no file name leads into a folder or out of its header")
    func names() {
        check("log.ndjson", #"filename="log.ndjson"; filename*=UTF-8''log.ndjson"#)
        check("../a\"\r\nb.md", #"filename="..a_b.md"; filename*=UTF-8''..a%22b.md"#)
        check("记.md", #"filename="___.md"; filename*=UTF-8''%E8%AE%B0.md"#)
    }
}

@Suite struct PasswordTests {
    @Test("a password matches itself and nothing else, and is not kept")
    func matching() async {
        let hash = await PasswordHash.make("correct horse")
        #expect(await hash.matches("correct horse"))
        #expect(await !hash.matches("correct horse "))
        #expect(!hash.json.text.contains("horse"))
        #expect(PasswordHash(json: hash.json) == hash)
    }

    @Test("wrong passwords have to wait longer and longer")
    func waiting() async {
        #expect((3...7).map(PasswordGuard.wait) == [1, 2, 4, 8, 16])
        #expect(PasswordGuard.wait(after: 100) == 300)
        let gate = PasswordGuard()
        let hash = PasswordHash(iterations: 1, salt: "", hash: "")
        var verdicts: [PasswordGuard.Verdict] = []
        for _ in 0..<5 { verdicts.append(await gate.check("no", against: hash)) }
        #expect(verdicts == [.wrong, .wrong, .wrong, .wrong, .wait(2)])
    }

    @Test("a form is read like a query")
    func forms() {
        let form = LoginPage.form(Array("state=ab&password=a%26b+c%3F".utf8))
        #expect(form?.value("state") == "ab")
        #expect(form?.value("password") == "a&b c?")
    }
}
