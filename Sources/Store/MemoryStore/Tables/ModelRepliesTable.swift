import GRDB
package import JSONText
package import MemoryModel

/// What a model answered to one prompt, kept so that the same is never paid for twice.
package struct ModelReply: Sendable, Equatable {
    /// `DraftRequest.key(of:)`: the prompt's version and all that it saw.
    package var key: String
    /// Version of the prompt.
    package var prompt: String
    /// Who answered: `provider/model`.
    package var model: String
    /// The member of the reply that answers the prompt; fits its schema.
    package var reply: JSON
    /// Ids of what the prompt quoted; when one of them is forgotten, the reply goes.
    package var sources: [String]

    package init(key: String, prompt: String, model: String, reply: JSON, sources: [String]) {
        self.key = key
        self.prompt = prompt
        self.model = model
        self.reply = reply
        self.sources = sources
    }
}

extension MemoryReader {
    /// The replies that are known, by key.
    package func replies(to keys: [String]) throws -> [String: ModelReply] {
        guard !keys.isEmpty else { return [:] }
        return try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM model_replies WHERE key IN (SELECT value FROM json_each(?))",
            arguments: [JSON(keys).text]
        ).reduce(into: [:]) { found, row in
            let stored = JSON(stored: row["sources"] as String)
            let reply = ModelReply(
                key: row["key"], prompt: row["prompt"], model: row["model"],
                reply: JSON(stored: row["reply"] as String),
                sources: stored.texts)
            found[reply.key] = reply
        }
    }
}

extension MemoryTransaction {
    /// Keeps replies, but none to what was forgotten while the model wrote.
    package func keep(_ replies: [ModelReply]) throws {
        let mayQuote = try reader.hasForgotten()
        for reply in replies {
            guard try !mayQuote || !reader.isForgotten(reply.sources.map(Tombstone.id)) else { continue }
            try connection.cachedStatement(
                sql: """
                    INSERT INTO model_replies (key, at, prompt, model, reply, sources) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET at = excluded.at, model = excluded.model, reply = excluded.reply,
                    sources = excluded.sources
                    """
            ).execute(arguments: [
                reply.key, now, reply.prompt, reply.model, reply.reply.text, JSON(reply.sources).text,
            ])
        }
    }

    /// Drops the replies to prompts that quoted one of these.
    ///
    /// - Returns: how many.
    @discardableResult
    package func dropReplies(quoting ids: Set<String>) throws -> Int {
        try connection.execute(
            sql: """
                DELETE FROM model_replies WHERE EXISTS (SELECT 1 FROM json_each(sources)
                WHERE value IN (SELECT value FROM json_each(?)))
                """,
            arguments: [JSON(ids.sorted()).text])
        return connection.changesCount
    }

    /// Drops what was answered before a time: who asks again so late may pay again.
    package func pruneReplies(before time: Timestamp) throws {
        try connection.execute(sql: "DELETE FROM model_replies WHERE at < ?", arguments: [time])
    }
}
