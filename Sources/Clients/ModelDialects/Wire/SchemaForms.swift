import JSONText
import LanguageModels

/// A reply's schema in the forms that providers take. What a form leaves out is checked when the reply is here.
enum SchemaForms {
    /// For constrained decoding as OpenAI has it: every object closed and all its members required, and no bounds, of
    /// which every server knows others. `nil` when the schema allows members to be absent, which that form does not know.
    static func strict(_ schema: JSON) -> JSON? {
        guard var object = schema.object else { return nil }
        for bound in ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"] { object[bound] = nil }
        if let items = object["items"] {
            guard let inner = strict(items) else { return nil }
            object["items"] = inner
        }
        if object["type"]?.string == "object" {
            let properties = object["properties"]?.object?.members ?? []
            let required = Set(object["required"]?.array?.compactMap(\.string) ?? [])
            guard required == Set(properties.map(\.key)) else { return nil }
            var closed: [JSONObject.Member] = []
            for property in properties {
                guard let inner = strict(property.value) else { return nil }
                closed.append(JSONObject.Member(key: property.key, value: inner))
            }
            object["properties"] = .object(JSONObject(closed))
            object["required"] = JSON(properties.map(\.key))
            object["additionalProperties"] = false
        }
        return .object(object)
    }

    /// For Gemini: types, members, items, and values to choose from; bounds make its grammars too large. `nil` when
    /// something in the schema has no such form: an object without members, values that are no texts.
    static func gemini(_ schema: JSON) -> JSON? {
        guard let type = schema["type"]?.string, type != "null" else { return nil }
        var members: [(String, JSON?)] = [
            ("type", .string(type.uppercased())), ("description", schema["description"]),
        ]
        if let allowed = schema["enum"]?.array {
            guard type == "string", allowed.allSatisfy({ $0.string?.isEmpty == false }) else { return nil }
            members.append(("enum", .array(allowed)))
        }
        if type == "array" {
            guard let items = schema["items"].flatMap(gemini) else { return nil }
            members.append(("items", items))
        }
        if type == "object" {
            let properties = schema["properties"]?.object?.members ?? []
            guard !properties.isEmpty else { return nil }
            var inner: [JSONObject.Member] = []
            for property in properties {
                guard let value = gemini(property.value) else { return nil }
                inner.append(JSONObject.Member(key: property.key, value: value))
            }
            members.append(("properties", .object(JSONObject(inner))))
            members.append(("required", schema["required"]))
        }
        return .object(present: members)
    }

    /// For a tool whose arguments are the answer, as Anthropic and Bedrock take it: an object at the root.
    static func tool(for shape: ReplyShape) -> (name: String, schema: JSON)? {
        guard case .json(let schema, let name) = shape, schema["type"]?.string == "object" else { return nil }
        return (Self.name(name), schema)
    }

    /// Letters, digits, `_` and `-`, 64 at most.
    static func name(_ name: String) -> String {
        let fit = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" ? $0 : "_" }
        return fit.isEmpty ? "answer" : String(fit.prefix(64))
    }

    static let toolDescription = "Gives the answer. Call it once, with the whole answer."

    /// The messages with the wish for JSON in words, unless they say so already: some providers want to read the word.
    static func wishing(_ request: CompletionRequest) -> [ChatMessage] {
        guard case .json = request.shape,
            !request.messages.contains(where: { $0.text.contains("JSON") || $0.text.contains("json") })
        else { return request.messages }
        return [ChatMessage(.system, "Answer with one JSON value and nothing around it.")] + request.messages
    }
}
