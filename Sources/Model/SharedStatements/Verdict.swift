/// Whether a statement counts.
package enum Verdict: Sendable, Equatable {
    case valid
    /// The item was taken back. Final.
    case tombstoned(reason: String)
    /// It, its item or its signer was revoked. Final.
    case revoked(reason: String)
    /// Its signer may not say it, as far as is known: a grant may still come.
    case unauthorised(reason: String)
    /// It is not here.
    case unknown

    package var isValid: Bool { self == .valid }

    /// Tombstoned or revoked: no statement will ever change that.
    package var isFinal: Bool {
        switch self {
        case .tombstoned, .revoked: true
        case .valid, .unauthorised, .unknown: false
        }
    }
}
