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
        let (text, form) = body(of: draft)
        var files = try files(of: draft)
        if !draft.excerpts.isEmpty {
            let excerpts = "# Excerpts\n\n" + SharedExcerpt.markdown(of: draft.excerpts) + "\n"
            files.append(
                SharedFile(path: Self.excerptFile, content: Array(redaction(excerpts, at: Self.excerptFile).utf8)))
        }
        return ItemStatement(
            kind: draft.kind, maker: standing.key, local: local,
            version: (item?.versions.map(\.version).max() ?? 0) + 1, parents: item.map { [$0.head] } ?? [],
            forkOf: draft.origin?.envelope, name: Self.line(redaction(draft.name, at: "name"), bytes: 200),
            summary: Self.line(redaction(draft.summary, at: "summary"), bytes: 4000), text: text, files: files,
            evidence: draft.evidence, provenance: draft.provenance, licence: offer.licence, groups: offer.groups,
            project: project, form: form)
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

    private mutating func body(of draft: OfferDraft) -> (text: String, form: JSON?) {
        let (form, render): (JSON, (JSON) -> String)
        if let policy = draft.policy {
            (form, render) = (redaction(SharedText.form(of: policy), at: "form"), SharedText.policy)
        } else if let world = draft.world {
            (form, render) = (redaction(SharedText.form(of: world), at: "form"), SharedText.worldModel)
        } else {
            return (redaction(draft.text, at: "text"), nil)
        }
        let text = render(form)
        let checked = redaction(text, at: "text")
        // What only shows as a secret with its neighbours would still stand in the form.
        return checked == text ? (text, form) : (checked, nil)
    }

    private mutating func files(of draft: OfferDraft) throws -> [SharedFile] {
        try draft.files.map { file in
            guard StatementRules.isFilePath(file.path) else {
                throw MemoryError(
                    .invalidArgument, "A file of this skill has a path that cannot be shared.",
                    details: ["path": .string(file.path)])
            }
            guard let text = String(validating: file.bytes, as: UTF8.self) else {
                return SharedFile(path: file.path, content: file.bytes)
            }
            return SharedFile(path: file.path, content: Array(redaction(text, at: file.path).utf8))
        }
    }

    /// One line within its bound; never empty.
    static func line(_ text: String, bytes: Int) -> String {
        let line = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
        var short = line
        while short.utf8.count > bytes { short.removeLast() }
        return short.isEmpty ? "untitled" : short
    }

    private static let excerptFile = "excerpts.md"
}
