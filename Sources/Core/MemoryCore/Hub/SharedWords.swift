import JSONText
import MemoryModel
import SharedStatements
import SkillPackages

/// What a person reads of a shared item, without secrets and within its bounds: what is one version's and not another's.
/// Evidence and numbers go with it and are not part of it.
struct SharedWords: Equatable {
    var name: String
    var summary: String
    var text: String
    var form: JSON?
    var files: [SharedFile]

    init(of draft: OfferDraft, redaction: inout SharedRedaction) throws {
        (text, form) = Self.body(of: draft, &redaction)
        files = try draft.files.map { try Self.file($0.path, $0.bytes, &redaction) }
        if !draft.excerpts.isEmpty {
            let excerpts = "# Excerpts\n\n" + SharedExcerpt.markdown(of: draft.excerpts) + "\n"
            files.append(try Self.file(Self.excerptFile, Array(excerpts.utf8), &redaction))
        }
        name = OfferStatement.line(redaction(draft.name, at: "name"), bytes: 200)
        summary = OfferStatement.line(redaction(draft.summary, at: "summary"), bytes: 4000)
    }

    init(of statement: ItemStatement) {
        name = statement.name
        summary = statement.summary
        text = statement.text
        form = statement.form
        files = statement.files
    }

    /// Whether these are the words of a version that was shared, whichever steps were shown with it and whatever
    /// reliability its text tells.
    func areThose(of statement: ItemStatement) -> Bool {
        lasting == SharedWords(of: statement).lasting
    }

    private var lasting: SharedWords {
        var words = self
        words.text = SkillFolder.withoutNumbers(text)
        words.files.removeAll { $0.path == Self.excerptFile }
        words.files.sort { $0.path < $1.path }
        return words
    }

    private static func body(
        of draft: OfferDraft, _ redaction: inout SharedRedaction
    ) -> (text: String, form: JSON?) {
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

    private static func file(
        _ path: String, _ bytes: [UInt8], _ redaction: inout SharedRedaction
    ) throws -> SharedFile {
        guard StatementRules.isFilePath(path) else {
            throw MemoryError(
                .invalidArgument, "A file of this skill has a path that cannot be shared.",
                details: ["path": .string(path)])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return SharedFile(path: path, content: bytes) }
        return SharedFile(path: path, content: Array(redaction(text, at: path).utf8))
    }

    private static let excerptFile = "excerpts.md"
}
