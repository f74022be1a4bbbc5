import JSONText
import MemoryModel
import MemoryStore
import SharedStatements
import Signing
import TraceCapture

/// From a draft to the very statement that would leave: without secrets, within its bounds, with its place among the
/// item's versions.
struct OfferStatement {
    let standing: HubService.Standing
    let offer: SharingOffer
    let former: [SharedVersion]
    let project: SharedProject?
    private(set) var redaction: SharedRedaction

    init(
        standing: HubService.Standing, offer: SharingOffer, former: [SharedVersion], project: SharedProject?,
        cleaning: TurnCleaning
    ) {
        self.standing = standing
        self.offer = offer
        self.former = former
        self.project = project
        redaction = SharedRedaction(cleaning: cleaning)
    }

    mutating func statement(of draft: OfferDraft) throws -> ItemStatement {
        let local = localName(of: draft)
        let item = standing.team.item(ItemStatement.item(maker: standing.key, local: local))
        let words = try SharedWords(of: draft, redaction: &redaction)
        return ItemStatement(
            kind: draft.kind, maker: standing.key, local: local,
            version: (item?.versions.map(\.version).max() ?? 0) + 1, parents: item.map { [$0.head] } ?? [],
            forkOf: draft.origin?.envelope, name: words.name, summary: words.summary, text: words.text,
            files: words.files, evidence: draft.evidence, provenance: draft.provenance, licence: offer.licence,
            groups: offer.groups, project: project, form: words.form)
    }

    /// What was taken back is never there again under its id: what is shared once more has another name.
    private func localName(of draft: OfferDraft) -> String {
        let dead = Set(former.filter { $0.state == .withdrawn }.map(\.item))
        for number in 1... {
            let name = number == 1 ? draft.localID : "\(draft.localID)#\(number)"
            let item = ItemStatement.item(maker: standing.key, local: name)
            if !dead.contains(item), standing.team.item(item)?.state.isFinal != true { return name }
        }
        return draft.localID
    }

    /// One line within its bound; never empty.
    static func line(_ text: String, bytes: Int) -> String {
        let line = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
        var short = line
        while short.utf8.count > bytes { short.removeLast() }
        return short.isEmpty ? "untitled" : short
    }
}
