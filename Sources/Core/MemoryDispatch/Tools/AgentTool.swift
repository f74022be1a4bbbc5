import JSONText
import MemoryAPI

/// One thing that an agent may do with the memory: a name, words that tell it when, and a schema of the arguments.
struct AgentTool: Sendable {
    var name: String
    var title: String
    /// For the model: what it gives, and when it is worth a call.
    var description: String
    var parameters: [Parameter]
    var isReadOnly = true
    var run: @Sendable (_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer

    struct Parameter: Sendable {
        var name: String
        /// JSON Schema of the value, with its description.
        var schema: JSON
        var isRequired = false
    }

    /// As `tool.list` has it, and as the Model Context Protocol does.
    var json: JSON {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": .object(present: [
                ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("type", "object"),
                (
                    "properties",
                    .object(JSONObject(parameters.map { .init(key: $0.name, value: $0.schema) }))
                ),
                (
                    "required",
                    parameters.contains(where: \.isRequired) ? JSON(parameters.filter(\.isRequired).map(\.name)) : nil
                ),
                ("additionalProperties", false),
            ]),
            "annotations": [
                "title": .string(title), "readOnlyHint": JSON(isReadOnly), "destructiveHint": false,
                "idempotentHint": JSON(isReadOnly), "openWorldHint": false,
            ],
        ]
    }
}

/// What a tool answers: few lines for the model to read, and the same as data.
struct ToolAnswer: Sendable {
    var text: String
    var data: JSON

    var json: JSON {
        ["content": [["type": "text", "text": .string(text)]], "structuredContent": data, "isError": false]
    }
}

/// Where a tool is called, and its way to the requests that it is made of.
struct ToolContext: Sendable {
    var request: ToolUse
    var ask: @Sendable (_ method: String, _ params: JSON) async throws -> JSON
}

extension JSON {
    /// A string with its description, for a schema.
    static func text(_ description: String, minimum: Int? = nil) -> JSON {
        .object(present: [
            ("type", "string"), ("description", .string(description)), ("minLength", minimum.map { JSON($0) }),
        ])
    }

    static func whole(_ description: String, _ range: ClosedRange<Int>, usually: Int) -> JSON {
        [
            "type": "integer", "description": .string(description), "minimum": JSON(range.lowerBound),
            "maximum": JSON(range.upperBound), "default": JSON(usually),
        ]
    }

    static func choice(_ description: String, _ values: [String], usually: String) -> JSON {
        ["type": "string", "description": .string(description), "enum": JSON(values), "default": .string(usually)]
    }
}
