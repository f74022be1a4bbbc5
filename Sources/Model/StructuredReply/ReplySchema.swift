package import JSONText

/// Checks a value against a schema: the part of JSON Schema that our prompts use (`type`, `properties`, `required`,
/// `items`, `enum`, `minimum`, `maximum`, `minItems`, `maxItems`, `minLength`, `maxLength`). Members that the schema does not
/// name are let pass, as models add them.
package enum ReplySchema {
    /// - Returns: the first thing that does not fit, as `path: reason`; `nil` when all fits.
    package static func violation(in value: JSON, of schema: JSON, at path: String = "$") -> String? {
        if let type = schema["type"]?.string, !fits(value, type) { return "\(path): not of type \(type)" }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) { return "\(path): not one of the values" }
        if let number = value.double, let reason = range(of: number, schema, "minimum", "maximum") {
            return "\(path): \(reason)"
        }
        if let text = value.string, let reason = range(of: Double(text.count), schema, "minLength", "maxLength") {
            return "\(path): length \(reason)"
        }
        if let list = value.array { return violation(in: list, of: schema, at: path) }
        guard let object = value.object else { return nil }
        for key in schema["required"]?.array?.compactMap(\.string) ?? [] where object[key] == nil {
            return "\(path): \(key) is missing"
        }
        for member in schema["properties"]?.object?.members ?? [] {
            guard let inner = object[member.key] else { continue }
            if let reason = violation(in: inner, of: member.value, at: "\(path).\(member.key)") { return reason }
        }
        return nil
    }

    private static func violation(in list: [JSON], of schema: JSON, at path: String) -> String? {
        if let reason = range(of: Double(list.count), schema, "minItems", "maxItems") {
            return "\(path): count \(reason)"
        }
        guard let items = schema["items"] else { return nil }
        for (index, item) in list.enumerated() {
            if let reason = violation(in: item, of: items, at: "\(path)[\(index)]") { return reason }
        }
        return nil
    }

    private static func fits(_ value: JSON, _ type: String) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "boolean": value.bool != nil
        case "integer": value.int != nil
        case "number": value.double != nil
        case "null": value.isNull
        default: false
        }
    }

    private static func range(of number: Double, _ schema: JSON, _ low: String, _ high: String) -> String? {
        if let least = schema[low]?.double, number < least { return "below \(low)" }
        if let most = schema[high]?.double, number > most { return "above \(high)" }
        return nil
    }
}
