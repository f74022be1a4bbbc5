/// Why PostgreSQL did not do what it was asked.
package struct PostgresFault: Error, Sendable, Equatable {
    /// SQLSTATE, where the server answered; empty when it was not reached.
    package let state: String
    package let message: String

    package init(state: String, message: String) {
        self.state = state
        self.message = message
    }
}
