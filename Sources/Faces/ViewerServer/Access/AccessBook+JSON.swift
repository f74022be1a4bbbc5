import JSONText

/// The book as it lies in its file. What cannot be read there is left out: somebody is asked to log in again.
extension AccessBook {
    init(json: JSON) {
        self.init(
            sessions: (json["sessions"]?.array ?? []).compactMap(Session.init(json:)),
            tokens: (json["tokens"]?.array ?? []).compactMap(Token.init(json:)),
            password: json["password"].flatMap(PasswordHash.init(json:)))
    }

    var json: JSON {
        .object(present: [
            ("sessions", .array(sessions.map(\.json))), ("tokens", .array(tokens.map(\.json))),
            ("password", password?.json),
        ])
    }
}

extension AccessBook.Session {
    init?(json: JSON) {
        guard let id = json["id"]?.string, let digest = json["digest"]?.string, let created = json["created"]?.int,
            let lastUsed = json["lastUsed"]?.int
        else { return nil }
        self.init(
            id: id, digest: digest, label: json["label"]?.string ?? "", created: created, lastUsed: lastUsed)
    }

    var json: JSON {
        [
            "id": .string(id), "digest": .string(digest), "label": .string(label), "created": .integer(created),
            "lastUsed": .integer(lastUsed),
        ]
    }
}

extension AccessBook.Token {
    init?(json: JSON) {
        guard let id = json["id"]?.string, let digest = json["digest"]?.string, let created = json["created"]?.int,
            let scopes = json["scopes"]?.array
        else { return nil }
        self.init(
            id: id, digest: digest, name: json["name"]?.string ?? "",
            scopes: scopes.compactMap { $0.string.flatMap(Route.Scope.init(rawValue:)) }, created: created,
            expires: json["expires"]?.int, lastUsed: json["lastUsed"]?.int)
    }

    var json: JSON {
        .object(present: [
            ("id", .string(id)), ("digest", .string(digest)), ("name", .string(name)),
            ("scopes", JSON(scopes.map(\.rawValue))), ("created", .integer(created)),
            ("expires", expires.map(JSON.integer)), ("lastUsed", lastUsed.map(JSON.integer)),
        ])
    }
}
