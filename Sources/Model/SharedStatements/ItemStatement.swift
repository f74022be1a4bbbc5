import Digest
package import JSONText
package import Signing

/// A version of something a member shares.
package struct ItemStatement: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case skill, policy
        case worldModel = "world_model"
        case excerpt
    }

    package var kind: Kind
    /// The device that shared it first, and what it called it there: both stand in the item's id, so that nobody else
    /// can say something of the same id. Versions may come from any device of the same member.
    package let maker: VerifyingKey
    /// 1 to 200 bytes.
    package let local: String
    /// 32 hexadecimal digits: the same for all versions.
    package let item: String
    /// From 1 on.
    package var version: Int64
    /// The versions this one was made from, at most 64.
    package var parents: [EnvelopeID]
    /// The version of somebody else's item that this item goes back to.
    package var forkOf: EnvelopeID?
    /// 1 to 200 bytes, one line.
    package var name: String
    /// At most 4,000 bytes.
    package var summary: String
    /// A skill's `SKILL.md`, otherwise Markdown.
    package var text: String
    /// At most 200.
    package var files: [SharedFile]
    package var evidence: SharedEvidence
    package var provenance: SharedProvenance
    /// An SPDX expression or a text.
    package var licence: String
    /// Who may read it: slugs, ascending, at least one.
    package let groups: [String]
    package var project: SharedProject?
    /// The structured form of a policy, a world model or a skill's procedure; integers only.
    package var form: JSON?

    package init(
        kind: Kind, maker: VerifyingKey, local: String, version: Int64, parents: [EnvelopeID] = [],
        forkOf: EnvelopeID? = nil, name: String, summary: String, text: String, files: [SharedFile] = [],
        evidence: SharedEvidence, provenance: SharedProvenance, licence: String, groups: [String],
        project: SharedProject? = nil, form: JSON? = nil
    ) {
        self.kind = kind
        self.maker = maker
        self.local = local
        item = Self.item(maker: maker, local: local)
        self.version = version
        self.parents = Set(parents).sorted()
        self.forkOf = forkOf
        self.name = name
        self.summary = summary
        self.text = text
        self.files = files
        self.evidence = evidence
        self.provenance = provenance
        self.licence = licence
        self.groups = Set(groups).sorted()
        self.project = project
        self.form = form
    }

    package static func item(maker: VerifyingKey, local: String) -> String {
        String(SHA256.hexDigest(of: Array((maker.hex + local).utf8)).prefix(32))
    }

    static let required = [
        "kind", "item", "maker", "local", "version", "parents", "name", "summary", "text", "files", "evidence",
        "provenance", "licence", "groups",
    ]
    static let optional = ["forkOf", "project", "form"]

    init(reader: StatementReader) throws(StatementFault) {
        self.init(
            kind: try reader.word("kind", of: Kind.self), maker: try reader.key("maker"),
            local: try reader.line("local", bytes: 1...200),
            version: try reader.integer("version", 1...Int64(Int32.max)),
            parents: try reader.ids("parents", counts: 0...64),
            forkOf: reader.has("forkOf") ? try reader.digits("forkOf", count: 64) : nil,
            name: try reader.line("name", bytes: 1...200), summary: try reader.text("summary", bytes: 0...4000),
            text: try reader.text("text", bytes: 0...StatementRules.maximumBytes),
            files: try SharedFile.list(reader), evidence: try SharedEvidence(reader["evidence"]),
            provenance: try SharedProvenance(reader["provenance"]),
            licence: try reader.text("licence", bytes: 0...20_000),
            groups: try reader.slugs("groups", counts: 1...32),
            project: try reader["project"].map { value throws(StatementFault) in try SharedProject(value) },
            form: reader["form"])
        guard reader["item"]?.string == item else { throw reader.fault("item", "the id of maker and local") }
    }

    var members: [(String, JSON?)] {
        [
            ("kind", .string(kind.rawValue)), ("item", .string(item)), ("maker", .string(maker.hex)),
            ("local", .string(local)), ("version", .integer(version)), ("parents", JSON(parents)),
            ("forkOf", forkOf.map(JSON.string)), ("name", .string(name)), ("summary", .string(summary)),
            ("text", .string(text)), ("files", .array(files.map(\.json))), ("evidence", evidence.json),
            ("provenance", provenance.json), ("licence", .string(licence)), ("groups", JSON(groups)),
            ("project", project?.json), ("form", form),
        ]
    }
}
