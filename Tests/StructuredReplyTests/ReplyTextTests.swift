import JSONText
import Testing

@testable import StructuredReply

@Suite("JSON in what a model wrote")
struct ReplyTextTests {
    @Test(
        "almost-JSON that can only mean one thing is read as that",
        arguments: [
            #"{"a": 1}"#, "```json\n{\"a\": 1}\n```", "Here you are: {\"a\": 1} — anything else?", "{'a': 1}", "{a: 1}",
            #"{"a": 1,}"#, "{\"a\": 1 // one\n}", "{\"a\": /* one */ 1}", "[x] {\"a\": 1}",
            "<think>{</think>{\"a\": 1}",
            "{\"a\": 1}\n{\"a\": 2}",
        ])
    func repair(text: String) {
        #expect(ReplyText.json(in: text) == ["a": 1])
    }

    @Test("Python's words and broken lines are read")
    func words() {
        #expect(ReplyText.json(in: "{'a': True, 'b': None, 'c': 'it\\'s'}") == ["a": true, "b": nothing, "c": "it's"])
        #expect(ReplyText.json(in: "{\"a\": \"one\ntwo\"}") == ["a": "one\ntwo"])
        #expect(ReplyText.json(in: #"{"a": "C:\dir \d+"}"#) == ["a": #"C:\dir \d+"#])
        #expect(ReplyText.json(in: #"{"a": 1e3, "b": -2.5E-1}"#) == ["a": 1000.0, "b": -0.25])
        #expect(ReplyText.json(in: #"{'say "hi"': 1}"#) == [#"say "hi""#: 1])
    }

    @Test(
        "what was cut off is never made up",
        arguments: [
            "", "no", "{", #"{"a": 1"#, #"{"a": "b"#, #"{"a": [1, 2}"#, "}{", String(repeating: "[", count: 10_000),
            String(repeating: "{\"a\":", count: 10_000), "{\"a\": }",
        ])
    func refusal(text: String) {
        #expect(ReplyText.json(in: text) == nil)
    }

    private let nothing = JSON.null
}
