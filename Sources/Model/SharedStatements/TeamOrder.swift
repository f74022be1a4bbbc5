package import Signing

extension TeamState {
    /// Why somebody who saw all of this state arrive before the statement does not take it, though the merge, which knows
    /// no order, would count it: its signer had been revoked by then, or was no admin any more. What is sent again after a
    /// loss must therefore come in its old order.
    ///
    /// - Returns: `nil` when there is nothing against it but the verdict.
    package func objection(to envelope: VerifiedEnvelope) -> String? {
        let signer = envelope.signer
        // Versions of items are judged by their signer's present standing anyway, and may be among those that are kept.
        if case .item = envelope.statement { return nil }
        if let reason = revocation(of: signer) { return "Its signer was revoked before: \(reason)" }
        return isAdmin(signer) || isOwnAffair(envelope.statement, of: signer) ? nil : "Its signer is no admin any more."
    }

    /// Whether a device may grant and revoke now. A root always may, until it revokes itself.
    package func isAdmin(_ key: VerifyingKey) -> Bool {
        revocation(of: key) == nil && (roots.contains(key) || standing(of: key)?.role == .admin)
    }

    /// What one may say without being an admin: that oneself leaves, or takes something of one's own back.
    private func isOwnAffair(_ statement: Statement, of signer: VerifyingKey) -> Bool {
        switch statement {
        case .item: true
        case .grant: false
        case .tombstone(let tombstone):
            makers[tombstone.item].map { delegation.wereOfOneMember(signer, $0) } ?? false
        case .revocation(let revocation):
            switch revocation.subject {
            case .device(let device): device == signer
            case .member(let member): delegation.memberships[signer]?.contains(member) ?? false
            case .item, .envelope: false
            }
        }
    }
}
