import JSONText
import MemoryAPI
import MemoryModel

/// A tool as the protocol lists and calls it.
struct ContextTool: Sendable {
    var name: String
    var title: String
    var description: String
    /// JSON Schemas of the arguments, by name, in their order.
    var parameters: JSON
    var required: [String] = []
    var output: JSON
    var isReadOnly = true
    var isDestructive = false
    var run: @Sendable (_ arguments: Fields, _ call: ContextCall, _ seal: RequestSeal) async throws -> JSON

    var json: JSON {
        ToolListing.entry(
            name: name, title: title, description: description,
            input: .object(present: [
                ("type", "object"), ("properties", parameters), ("required", required.isEmpty ? nil : JSON(required)),
                ("additionalProperties", false),
            ]), output: output, isReadOnly: isReadOnly, isDestructive: isDestructive)
    }

    /// Few lines to read, and the same as data.
    static func answer(_ text: String, _ data: JSON) -> JSON {
        ["content": [["type": "text", "text": .string(text)]], "structuredContent": data, "isError": false]
    }

    /// A call that failed, for the model to read and to act on. There is no data: it would have to fit the schema.
    static func failure(_ text: String) -> JSON {
        ["content": [["type": "text", "text": .string(text)]], "isError": true]
    }
}

/// The shape of a tool in `tools/list`: short, as every session pays for it.
enum ToolListing {
    static func entry(
        name: String, title: String, description: String, input: JSON, output: JSON, isReadOnly: Bool,
        isDestructive: Bool
    ) -> JSON {
        // A change that takes nothing away says so: without a word hosts suppose the worst.
        let hints: [(String, JSON?)] = [
            ("readOnlyHint", JSON(isReadOnly)), ("destructiveHint", isReadOnly ? nil : JSON(isDestructive)),
            ("idempotentHint", isReadOnly ? true : nil), ("openWorldHint", false),
        ]
        return .object(present: [
            ("name", .string(name)), ("title", .string(title)), ("description", .string(description)),
            ("inputSchema", input), ("outputSchema", output), ("annotations", .object(present: hints)),
            // Where tools are hidden until they are searched for, this one is not.
            ("_meta", name == ContextTools.recall ? ["anthropic/alwaysLoad": true] : nil),
        ])
    }

    /// An object with these members, all of them there.
    static func object(_ members: (String, JSON)...) -> JSON {
        [
            "type": "object",
            "properties": .object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })),
            "required": JSON(members.map(\.0)),
        ]
    }

    static let text: JSON = ["type": "string"]
    static let list: JSON = ["type": "array"]
    static let flag: JSON = ["type": "boolean"]
    static let number: JSON = ["type": "integer"]
    static let record: JSON = ["type": "object"]
}
