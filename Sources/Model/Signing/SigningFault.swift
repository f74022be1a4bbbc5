/// Why two sides did not agree on keys.
package enum SigningFault: Error, Sendable, Equatable {
    /// The other side's share is no element of the group, or the neutral one.
    case invalidShare
    /// The other side's share is our own, sent back.
    case reflectedShare
}
