import JSONText
import LanguageModels
import Testing

@testable import Prompting

@Suite("Prompt files")
struct PromptFileTests {
    private static let file = """
        ---
        id: example
        version: 3
        role: l3Llm
        title: An example
        maxOutputTokens: 40
        ---
        Say what it is.

        ```schema
        {"type": "object"}
        ```
        """

    @Test("a file gives its head, instructions and schema")
    func reading() throws {
        let prompt = try Prompt(file: Self.file, preface: "")
        #expect(prompt.id == "example")
        #expect(prompt.number == 3)
        #expect(prompt.role == .l3Llm)
        #expect(prompt.instructions == "Say what it is.")
        #expect(prompt.schema == ["type": "object"])
        #expect(prompt.version.hasPrefix("example@3."))
    }

    @Test("a change of its text, or of what stands before all prompts, is another version")
    func versions() throws {
        let version = try Prompt(file: Self.file, preface: "a").version
        #expect(try Prompt(file: Self.file, preface: "a").version == version)
        #expect(try Prompt(file: Self.file + " ", preface: "a").version != version)
        #expect(try Prompt(file: Self.file, preface: "b").version != version)
    }

    @Test(
        "a file that lacks something is refused",
        arguments: [
            "", "no head", "---\nid: a\n---\n", file.replacing("```schema", with: "```json"),
            file.replacing("version: 3", with: "version: x"), file.replacing("role: l3Llm", with: "role: poet"),
            file.replacing("\"object\"}", with: "\"object\""),
        ])
    func refusal(file: String) {
        #expect(throws: PromptFormatError.self) { try Prompt(file: file, preface: "") }
    }

    @Test("every prompt of the program can be read, and each name has one")
    func catalogue() {
        let prompts = PromptCatalogue.standard.prompts
        #expect(prompts.map(\.id).sorted() == Prompt.ID.allCases.map(\.rawValue).sorted())
        for prompt in prompts {
            #expect(ModelRole.chats.contains(prompt.role))
            #expect(prompt.instructions.count > 100, "\(prompt.id)")
            #expect(prompt.schema["type"] == "object", "\(prompt.id)")
            #expect((20...4000).contains(prompt.maxOutputTokens), "\(prompt.id)")
        }
    }
}
