import JSONText

/// What a parameter may be, as a schema.
extension OpenAPIDocument {
    static func isList(_ parameter: RouteParameter) -> Bool {
        switch parameter.kind {
        case .texts, .choices: true
        default: false
        }
    }

    static func schema(_ parameter: RouteParameter, inBody: Bool) -> JSON {
        switch parameter.kind {
        case .text(let maximum):
            // Bytes bound the characters from above.
            return ["type": "string", "maxLength": JSON(maximum)]
        case .integer(let range):
            return [
                "type": "integer", "format": "int64", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .number(let range):
            return ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)]
        case .flag: return ["type": "boolean"]
        case .choice(let values): return ["type": "string", "enum": JSON(values)]
        case .choices(let values):
            return [
                "type": "array", "items": ["type": "string", "enum": JSON(values)], "minItems": 1, "uniqueItems": true,
            ]
        case .texts(let maximum):
            let longest = inBody ? RouteParameter.maximumMemberBytes : RouteParameter.maximumIdentifierBytes
            return [
                "type": "array", "items": ["type": "string", "maxLength": JSON(longest)],
                "maxItems": JSON(maximum),
            ]
        case .object: return ["type": "object"]
        case .any: return [:]
        }
    }
}
