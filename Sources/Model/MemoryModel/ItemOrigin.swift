/// Where something came from that another member of the team has shared and a person here has approved.
package struct ItemOrigin: Sendable, Hashable {
    /// Id of the hub.
    package var hub: String
    /// Name of the hub, for people.
    package var hubName: String
    /// Slug of the member.
    package var member: String
    /// Name of the member, for people.
    package var memberName: String
    /// Id of the shared item, the same in all its versions.
    package var item: String
    /// Id of the version that is in use here.
    package var envelope: String
    /// Number of that version, as its maker counts.
    package var version: Int
    /// Among whom it was shared.
    package var groups: [String]

    package init(
        hub: String, hubName: String, member: String, memberName: String, item: String, envelope: String,
        version: Int, groups: [String]
    ) {
        self.hub = hub
        self.hubName = hubName
        self.member = member
        self.memberName = memberName
        self.item = item
        self.envelope = envelope
        self.version = version
        self.groups = groups
    }

    /// What stands beside the item wherever it is told. Names are somebody else's words: letters, digits, blanks and a few
    /// marks of names are left of them.
    package var label: String {
        "from \(Self.plain(memberName.isEmpty ? member : memberName)) through \(Self.plain(hubName))"
    }

    private static func plain(_ name: String) -> String {
        let kept = name.map { character -> Character in
            character.isLetter || character.isNumber || "-_.'".contains(character) ? character : " "
        }
        let line = String(kept).split(separator: " ").joined(separator: " ")
        return line.isEmpty ? "somebody" : String(line.prefix(longestName))
    }

    /// Characters.
    private static let longestName = 40
}
