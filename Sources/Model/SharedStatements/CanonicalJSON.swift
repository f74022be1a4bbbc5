package import JSONText

extension JSON {
    /// The one text of this value that is signed: keys in the order of their bytes, no white space, integers only,
    /// escapes only where they must be.
    ///
    /// - Throws: `not_canonical` for fractions, numbers beyond 64 bits, a key twice, or the character zero, which not
    ///   every database keeps.
    package func canonicalBytes() throws(StatementFault) -> [UInt8] {
        try canonical().utf8Text
    }

    private func canonical() throws(StatementFault) -> JSON {
        switch self {
        case .null, .bool, .integer: return self
        case .double, .literal:
            throw StatementFault(.notCanonical, "A statement has only integers of 64 bits, and no \(text).")
        case .string(let value):
            try Self.check(value)
            return self
        case .array(let values):
            var elements: [JSON] = []
            elements.reserveCapacity(values.count)
            for value in values { elements.append(try value.canonical()) }
            return .array(elements)
        case .object(let object): return .object(try Self.sorted(object))
        }
    }

    private static func sorted(_ object: JSONObject) throws(StatementFault) -> JSONObject {
        var members = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for index in members.indices {
            let key = members[index].key
            try check(key)
            // By bytes: two texts that look the same may be two keys.
            if index > 0, key.utf8.elementsEqual(members[index - 1].key.utf8) {
                throw StatementFault(.notCanonical, "The key “\(key)” stands twice in one object.")
            }
            members[index].value = try members[index].value.canonical()
        }
        return JSONObject(members)
    }

    private static func check(_ text: String) throws(StatementFault) {
        if text.utf8.contains(0) { throw StatementFault(.notCanonical, "A text has the character U+0000.") }
    }
}
