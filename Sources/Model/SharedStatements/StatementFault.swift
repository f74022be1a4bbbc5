/// Why a statement is not taken, whoever signed it. What nobody authorised is no fault but a verdict of `TeamState`.
package struct StatementFault: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// No envelope, or no JSON in it.
        case malformed
        case tooLarge = "too_large"
        /// JSON, but not in the one form that is signed.
        case notCanonical = "not_canonical"
        case wrongSignature = "wrong_signature"
        /// Of a later version of this format.
        case unsupported
        /// Keys or values a statement of its type does not have.
        case invalidStatement = "invalid_statement"
    }

    package let code: Code
    /// A sentence that names the place.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
