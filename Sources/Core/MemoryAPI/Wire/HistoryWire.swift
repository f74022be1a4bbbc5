package import JSONText
package import MemoryModel

/// The life of something learned, as the wire has it: each version whole, and what it changed in the one before.
package enum HistoryWire {
    /// - Parameter versions: oldest first; not empty.
    package static func json(
        id: String, kind: ItemKind, versions: [(version: ItemVersion, item: any LearnedItem)]
    ) -> JSON {
        var former: JSON?
        let list: [JSON] = versions.map { version, item in
            let content = ItemWire.json(item)
            defer { former = content }
            var value = ItemWire.json(version)
            value["sources"] = JSON(sources(of: content))
            if let former { value["changes"] = .array(changes(from: former, to: content)) }
            value["content"] = content
            return value
        }
        return ["id": .string(id), "kind": .string(kind.rawValue), "versions": .array(list)]
    }

    /// `{member, before?, after?}` of everything that a version says otherwise than the one before.
    static func changes(from before: JSON, to after: JSON) -> [JSON] {
        let names = (before.object?.members ?? []).map(\.key) + (after.object?.members ?? []).map(\.key)
        var seen: Set<String> = uninteresting
        return names.filter { seen.insert($0).inserted && before[$0] != after[$0] }.map { name in
            .object(present: [("member", .string(name)), ("before", before[name]), ("after", after[name])])
        }
    }

    /// Members that change with every version or belong to none.
    private static let uninteresting: Set<String> = [
        "version", "createdAt", "updatedAt", "editedAt", "usageCount", "lastUsedAt", "trialsAttempted", "trialsPassed",
    ]

    /// What a version rests on, each once.
    private static func sources(of content: JSON) -> [String] {
        let lists = [
            "sourceEpisodeIds", "sourceTraceIds", "sourceFeedbackIds", "evidenceAnchors", "sourcePolicyIds",
            "sourceWorldModelIds", "policyIds", "guidanceEvidenceIds",
        ]
        let entries = (content["structure"]?.object?.members ?? []).flatMap { $0.value.array ?? [] }
        let ids =
            lists.flatMap { content[$0]?.array ?? [] } + entries.flatMap { $0["evidenceIds"]?.array ?? [] }
        var seen: Set<String> = []
        return ids.compactMap(\.string).filter { seen.insert($0).inserted }
    }
}
