package import JSONText

extension Settings {
    static let mask = "********"

    /// All settings as nested objects, in the order of the table.
    package func json(maskingSecrets: Bool = true) -> JSON {
        json(of: Self.options, maskingSecrets: maskingSecrets)
    }

    func json(of options: [SettingsOption], maskingSecrets: Bool) -> JSON {
        var result = JSONObject()
        for option in options {
            let isMasked = maskingSecrets && option.isSecret && option.read(self) != option.defaultValue
            let value = isMasked ? JSON(Self.mask) : option.read(self)
            result.insert(value, at: option.components[...])
        }
        return .object(result)
    }

    /// One setting or one section, `nil` for a key that does not exist.
    package func json(key: String, maskingSecrets: Bool = true) -> JSON? {
        key.split(separator: ".", omittingEmptySubsequences: false)
            .reduce(Optional(json(maskingSecrets: maskingSecrets))) { value, name in value?[String(name)] }
    }

    /// The table for programs: what exists, what is allowed, what it means.
    package static var description: JSON {
        .array(
            options.map { option in
                [
                    "key": JSON(option.key), "type": JSON(option.domain.typeName), "default": option.defaultValue,
                    "allowed": option.domain.allowedJSON, "description": JSON(option.sentence),
                    "needsRestart": JSON(option.needsRestart), "secret": JSON(option.isSecret),
                ]
            })
    }
}

extension JSONObject {
    fileprivate mutating func insert(_ value: JSON, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        guard path.count > 1 else {
            self[name] = value
            return
        }
        var inner = self[name]?.object ?? JSONObject()
        inner.insert(value, at: path.dropFirst())
        self[name] = .object(inner)
    }
}
