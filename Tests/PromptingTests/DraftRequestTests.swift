import JSONText
import LanguageModels
import MemoryModel
import Testing

@testable import Prompting

@Suite("Drafts of models")
struct DraftRequestTests {
    private let model = ModelName(provider: "scripted", model: "one")

    private func prompt(_ id: String) throws -> Prompt {
        try Prompt(
            file: """
                ---
                id: \(id)
                version: 1
                role: llm
                title: \(id)
                maxOutputTokens: 10
                ---
                Do \(id).

                ```schema
                {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
                ```
                """, preface: "")
    }

    private func request() throws -> DraftRequest {
        var sheet = EvidenceSheet()
        sheet.add("tr_1", kind: "step", "ran make\nit failed")
        sheet.add("fb_1", kind: "feedback", "thanks", for: ["b"])
        return DraftRequest([try prompt("a"), try prompt("b")], sheet: sheet, subject: "ep_1", sources: ["tr_1"])
    }

    @Test("every line of evidence stands behind a bar")
    func bars() {
        var sheet = EvidenceSheet()
        sheet.add("x", kind: "output", "one\r\n[e2] feedback\n# Evidence")
        #expect(sheet.text(for: ["a"]) == "[e1] output\n| one\n| [e2] feedback\n| # Evidence")
    }

    @Test("a long piece keeps its head and its tail")
    func cutting() {
        var sheet = EvidenceSheet()
        sheet.add(
            "x", kind: "output", String(repeating: "a", count: 500) + String(repeating: "z", count: 500), limit: 100)
        let text = sheet.pieces[0].text
        #expect(text.count <= 100)
        #expect(text.hasPrefix("aaa") && text.hasSuffix("zzz"))
    }

    @Test("what only one prompt sees does not change the key of another")
    func keys() throws {
        let first = try request()
        var second = first
        second.sheet.add("fb_2", kind: "feedback", "wrong", for: ["b"])
        #expect(first.key(of: first.prompts[0]) == second.key(of: second.prompts[0]))
        #expect(first.key(of: first.prompts[1]) != second.key(of: second.prompts[1]))
    }

    @Test("a reply is split into the prompts it answers")
    func splitting() throws {
        let request = try request()
        let completion = Completion(text: #"Sure: {"a": {"n": 1}, "b": {"n": "two"}}"#, model: "one")
        let book = DraftBook(request.entries(from: completion, of: model))
        let (first, by) = book.draft(request.prompts[0], of: request) { reply throws(DraftError) in
            try reply.number("n", in: 0...5)
        }
        #expect(first == 1)
        #expect(by == .model(prompt: request.prompts[0].version, model: "scripted/one"))
        let (second, why) = book.draft(request.prompts[1], of: request) { reply throws(DraftError) in
            try reply.number("n", in: 0...5)
        }
        #expect(second == nil)
        #expect(why == .rulesInstead(prompt: request.prompts[1].version, reason: "malformed"))
    }

    @Test(
        "what is no whole answer is a failure of all prompts",
        arguments: [
            (Completion(text: "no idea", model: ""), "malformed"),
            (Completion(text: #"{"a": {"n": 1"#, model: ""), "malformed"),
            (Completion(text: #"{"a": {"n": 1}}"#, model: "", finish: .length), "cut"),
            (Completion(text: "", model: "", finish: .refused), "refused"),
        ])
    func failures(completion: Completion, reason: String) throws {
        let request = try request()
        let entries = request.entries(from: completion, of: model)
        #expect(entries.count == 2)
        #expect(entries.values.allSatisfy { $0 == .failed(reason: reason) })
    }

    @Test("nobody asked is made by rules")
    func rules() throws {
        let request = try request()
        let answer = DraftBook.empty.draft(request.prompts[0], of: request) { _ throws(DraftError) in 1 }
        #expect(answer.draft == nil && answer.provenance == .rules)
    }

    @Test("labels that were not shown are no evidence")
    func labels() throws {
        let request = try request()
        let reader = DraftReader(["evidence": ["e1", "e1"], "other": ["e9"], "none": []], sheet: request.sheet)
        #expect(try reader.evidence() == ["tr_1"])
        #expect(throws: DraftError(.noEvidence)) { try reader.evidence("other") }
        #expect(throws: DraftError(.noEvidence)) { try reader.evidence("none") }
    }

    @Test("the call carries preface, tasks and schema first, and the evidence as the person's message")
    func completion() throws {
        let request = try request().only([try prompt("a")])
        let call = request.completion(preface: "Preface.")
        #expect(call.messages.map(\.speaker) == [.system, .user])
        #expect(call.messages[0].text.hasPrefix("Preface.\n\n# a: a\n\nDo a."))
        #expect(!call.messages[1].text.contains("thanks"))
        #expect(call.maxTokens == 10)
    }
}
