import JSONText
package import MemoryModel
package import MemoryStore
import TraceCapture

/// What a person does with what was learned: takes it out of use or back into it, corrects it, judges it, undoes it. Each
/// is a new version with its reason; nothing is overwritten.
package struct CurationService: Sendable {
    let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// Takes an item out of use; it stays, with its history. Nothing happens to one that is out of use.
    ///
    /// - Parameter reason: for its history; a plain one when there is none.
    /// - Throws: `skill_not_found` and its like.
    package func archive<Item: StoredItem>(_ id: Identifier<Item>, reason: String?) async throws {
        try await change(id, reason: reason, default: "archived on request") { $0.status = .archived }
    }

    /// Puts an item into use. Nothing happens to one that is in use.
    ///
    /// - Returns: the item as it is now.
    /// - Throws: `skill_not_found` and its like.
    package func activate<Item: StoredItem>(_ id: Identifier<Item>, reason: String?) async throws -> Item {
        try await change(id, reason: reason, default: "activated on request") { $0.status = .active }
    }

    /// Says with whom an item may be shared: a version of its own, which is not marked as reworded by a person.
    ///
    /// - Parameter scope: `private` takes it back.
    /// - Returns: the item as it is now.
    /// - Throws: `not_found` when nothing that was learned has this id.
    package func share(_ id: String, scope: ItemShare.Reach) async throws -> any StoredItem {
        guard let kind = try await context.database.read({ try $0.itemKind(of: id) }) else {
            throw MemoryError(
                .notFound, "Nothing that was learned has this id.", details: ["id": .string(id)],
                hint: "Only policies, world models and skills can be shared.")
        }
        return try await share(kind.model, id, scope: scope)
    }

    private func share<Item: StoredItem>(
        _ type: Item.Type, _ id: String, scope: ItemShare.Reach
    ) async throws -> any StoredItem {
        let now = context.now()
        return try await change(Identifier<Item>(id), reason: nil, default: "shared: \(scope.rawValue)") { item in
            guard item.share?.scope ?? .private != scope else { return }
            item.share = ItemShare(scope: scope, sharedAt: scope == .private ? nil : now)
        }
    }

    /// Gives a policy other words. The version is marked as a person's.
    ///
    /// - Returns: the policy as it is now.
    /// - Throws: `policy_not_found`.
    package func edit(_ id: PolicyID, with correction: PolicyCorrection, reason: String?) async throws -> Policy {
        let correction = correction.mapped(context.cleaning.words)
        return try await change(id, reason: reason, default: "edited by hand") { $0 = correction.applied(to: $0) }
    }

    /// Says of a place what a person says of it. The version is marked as a person's.
    ///
    /// - Returns: the model as it is now.
    /// - Throws: `world_model_not_found`.
    package func edit(
        _ id: WorldModelID, with correction: WorldCorrection, reason: String?
    ) async throws -> WorldModel {
        let correction = correction.mapped(context.cleaning.words)
        return try await change(id, reason: reason, default: "edited by hand") { $0 = correction.applied(to: $0) }
    }

    /// Notes that a person found an item right or wrong, by the step that fits its kind.
    ///
    /// - Returns: the item as it is now.
    package func judge<Item: JudgedItem>(_ id: Identifier<Item>, isRight: Bool) async throws -> Item {
        try await change(id, reason: nil, default: isRight ? "found right by a person" : "found wrong by a person") {
            $0.judge(isRight: isRight)
        }
    }

    /// Makes a former version the present one again, as a new version; what came between stays in the history.
    ///
    /// - Parameter version: `nil`: the one before the present one, so that undoing twice leaves all as it was.
    /// - Returns: the item as it is now.
    /// - Throws: `not_found` when nothing has this id or it has no such version, `conflict` when there is nothing to undo.
    package func undo(_ id: String, to version: Int?) async throws -> any StoredItem {
        try await context.database.write { transaction in
            guard let kind = try transaction.reader.itemKind(of: id) else {
                throw MemoryError(
                    .notFound, "Nothing that was learned has this id.", details: ["id": .string(id)],
                    hint: "Only policies, world models and skills have versions. memos history ID shows them."
                )
            }
            return try undo(kind.model, id, to: version, in: transaction)
        }
    }

    private func undo<Item: StoredItem>(
        _ type: Item.Type, _ id: String, to version: Int?, in transaction: MemoryTransaction
    ) throws -> any StoredItem {
        guard let present = try transaction.reader.item(Identifier<Item>(id)) else {
            throw MemoryError(.notFound, "Nothing has this id.", details: ["id": .string(id)])
        }
        let target = version ?? present.version - 1
        guard target >= 1, target != present.version else {
            throw MemoryError(
                .conflict, "There is nothing to undo: it is in version \(present.version).",
                details: ["id": .string(id)],
                hint: present.version == 1 ? "It never changed. memos forget ID removes it." : "Name a former version."
            )
        }
        let undone = try transaction.reader.versions(of: present.id).last?.reason ?? ""
        let reason =
            version == nil ? "undone: \(undone)" : "undone: back to version \(target) from version \(present.version)"
        let next = try transaction.revert(present.id, to: target, reason: reason)
        for fact in ItemFacts.revision(from: present, to: next, reason: reason) { transaction.tell(fact) }
        guard let former = present as? Policy, let undone = next as? Policy else { return next }
        return try mergers(from: former, to: undone, in: transaction)
    }

    /// - Returns: the item as it is afterwards; the same version when the change changes nothing.
    @discardableResult
    func change<Item: StoredItem>(
        _ id: Identifier<Item>, reason: String?, default usual: String,
        _ body: @escaping @Sendable (inout Item) -> Void
    ) async throws -> Item {
        let told = context.cleaning.words(reason ?? "")
        return try await context.database.write { transaction in
            guard let before = try transaction.reader.item(id) else {
                throw MemoryError.missing(Item.kind, id.rawValue)
            }
            var changed = before
            body(&changed)
            guard changed != before else { return before }
            // What a person wrote or put away is theirs; a thumb leaves it to learning.
            let isPutAway = changed.status == .archived && before.status != .archived
            if changed.words != before.words || isPutAway { changed.editedAt = max(transaction.now, before.updatedAt) }
            let reason = told.isEmpty ? usual : told
            let next = try transaction.revise(changed, reason: reason)
            for fact in ItemFacts.revision(from: before, to: next, reason: reason) { transaction.tell(fact) }
            return next
        }
    }
}
