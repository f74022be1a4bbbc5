/// What a device can say to its team. The raw value is the word in the payload.
package enum StatementType: String, Sendable, CaseIterable {
    /// Here is something of mine, in this version.
    case item
    /// It is taken back by its maker.
    case tombstone
    /// This device may take part, with this role and in these groups.
    case grant
    /// This device, member, item or version counts no longer.
    case revocation
}
