import Prompting
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The page of prompts")
struct PromptPageTests {
    /// `UPDATE_EXPECT=1` writes it anew.
    @Test("docs/PROMPTS.md says what the files say, with their versions")
    func current() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/")
        let (path, text) = (root + "/docs/PROMPTS.md", PromptPage.text(of: .standard))
        if getenv("UPDATE_EXPECT") != nil {
            let stream = try #require(fopen(path, "w"))
            fputs(text, stream)
            fclose(stream)
        }
        let stream = try #require(fopen(path, "r"))
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
}
