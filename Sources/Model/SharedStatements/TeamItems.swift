package import Signing

/// Something shared, with all its versions.
package struct TeamItem: Sendable, Equatable {
    package struct Version: Sendable, Equatable {
        package let id: EnvelopeID
        package let version: Int64
        package let signer: VerifyingKey
        package let verdict: Verdict
    }

    /// 32 hexadecimal digits.
    package let item: String
    /// Of its head.
    package let kind: ItemStatement.Kind
    /// Of its head.
    package let name: String
    package let maker: VerifyingKey
    /// The slug of the maker's member; `nil` while nobody granted the maker access.
    package let member: String?
    /// The version that counts: the highest valid one, then that with the highest id; otherwise the highest of those that
    /// were removed, otherwise of all.
    package let head: EnvelopeID
    /// Descending: the head of those with the same verdict first.
    package let versions: [Version]
    /// The verdict of the head: `valid` is live.
    package let state: Verdict

    package var isLive: Bool { state.isValid }
}

extension TeamState {
    /// - Parameter item: 32 hexadecimal digits.
    package func item(_ item: String) -> TeamItem? {
        guard let ids = versionsOfItem[item], let maker = makers[item] else { return nil }
        let all = ids.compactMap { versions[$0] }.sorted { ($0.version, $0.id) > ($1.version, $1.id) }
        let judged = all.map {
            TeamItem.Version(id: $0.id, version: $0.version, signer: $0.signer, verdict: verdict(of: $0))
        }
        guard
            let head = judged.first(where: \.verdict.isValid) ?? judged.first(where: \.verdict.isFinal) ?? judged.first,
            let version = versions[head.id]
        else { return nil }
        return TeamItem(
            item: item, kind: version.kind, name: version.name, maker: maker, member: standing(of: maker)?.member,
            head: head.id, versions: judged, state: head.verdict)
    }

    /// All that anybody ever shared here, in the order of their ids. Costs as much as there is.
    package var items: [TeamItem] { versionsOfItem.keys.sorted().compactMap { item($0) } }

    /// The item a version is of.
    package func item(of id: EnvelopeID) -> String? { versions[id]?.item }
}
