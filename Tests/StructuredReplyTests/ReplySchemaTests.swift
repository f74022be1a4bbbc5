import JSONText
import Testing

@testable import StructuredReply

@Suite("The form of a reply")
struct ReplySchemaTests {
    private let schema: JSON = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "minLength": 1, "maxLength": 4],
            "score": ["type": "number", "minimum": 0, "maximum": 1],
            "kind": ["enum": ["a", "b"]],
            "list": ["type": "array", "maxItems": 2, "items": ["type": "integer"]],
        ],
        "required": ["name"],
    ]

    @Test(
        "what fits has no violation",
        arguments: [
            #"{"name": "x"}"#, #"{"name": "x", "score": 1, "kind": "b", "list": [1, 2], "more": null}"#,
        ])
    func fits(text: String) throws {
        #expect(ReplySchema.violation(in: try JSON(parsing: text), of: schema) == nil)
    }

    @Test(
        "the first thing that does not fit is named by its path",
        arguments: [
            ("[]", "$: not of type object"), ("{}", "$: name is missing"),
            (#"{"name": ""}"#, "$.name: length below minLength"),
            (#"{"name": "x", "score": 2}"#, "$.score: above maximum"),
            (#"{"name": "x", "kind": "c"}"#, "$.kind: not one of the values"),
            (#"{"name": "x", "list": [1, 2, 3]}"#, "$.list: count above maxItems"),
            (#"{"name": "x", "list": [1, "2"]}"#, "$.list[1]: not of type integer"),
        ])
    func violations(text: String, reason: String) throws {
        #expect(ReplySchema.violation(in: try JSON(parsing: text), of: schema) == reason)
    }
}
