package import JSONText
package import MemoryModel

extension WorldModel: StoredItem {
    package var ownColumns: [(String, JSON)] {
        [
            ("title", .string(title)), ("body", .string(body)), ("structure", structure.stored),
            ("confidence", .double(confidence)), ("domain_tags", JSON(domainTags)),
            ("policy_ids", JSON(ids: policyIDs)),
        ]
    }

    package init(columns: ItemColumns) {
        self.init(
            id: WorldModelID(columns.text("id")), owner: columns.owner, status: columns.status,
            version: columns.integer("version"), createdAt: columns.time("created_at"),
            updatedAt: columns.time("updated_at"), editedAt: columns.optionalTime("edited_at"), share: columns.share,
            title: columns.text("title"), body: columns.text("body"),
            structure: Structure(stored: columns.nested("structure")), confidence: columns.number("confidence"),
            domainTags: columns.texts("domain_tags"), policyIDs: columns.ids("policy_ids"),
            provenance: columns.provenance, origin: columns.origin
        )
    }
}

extension WorldModel.Structure {
    fileprivate var stored: JSON {
        func list(_ entries: [WorldModel.Entry]) -> JSON {
            .array(
                entries.map {
                    .object(present: [
                        ("label", .string($0.label)), ("description", .string($0.description)),
                        ("evidence", JSON($0.evidenceIDs)), ("told", $0.told.map(JSON.string)),
                        ("basis", $0.basis.isEmpty ? nil : JSON($0.basis)),
                    ])
                })
        }
        return [
            "environment": list(environment), "inference": list(inference), "constraints": list(constraints),
        ]
    }

    fileprivate init(stored: JSON) {
        func entries(_ value: JSON?) -> [WorldModel.Entry] {
            (value?.array ?? []).map {
                WorldModel.Entry(
                    label: $0["label"]?.string ?? "", description: $0["description"]?.string ?? "",
                    evidenceIDs: $0["evidence"]?.texts ?? [], told: $0["told"]?.string,
                    basis: $0["basis"]?.texts ?? []
                )
            }
        }
        self.init(
            environment: entries(stored["environment"]), inference: entries(stored["inference"]),
            constraints: entries(stored["constraints"])
        )
    }
}
