/// How much one hub takes from one client, one address and all of them.
package struct HubLimits: Sendable {
    /// Requests a second that a token may send in the long run, and at once after a pause.
    package var tokenRate = Allowance(perSecond: 20, burst: 100)
    /// The same for one address, of requests without a token that is known to be good.
    package var addressRate = Allowance(perSecond: 10, burst: 60)
    /// Pairings that one address may begin; one that comes to its end is not counted.
    package var pairingRate = Allowance(perSecond: 0.1, burst: 10)
    /// Bytes of new statements from one device in 24 hours.
    package var dayBytes = 50 << 20
    /// Statements in one call.
    package var statementsPerCall = 100
    /// Of a body with statements: the contract allows a hundred of up to 1 MiB, a body of this many bytes at once.
    package var statementBodyBytes = 16 << 20
    /// Of any other body.
    package var bodyBytes = 64 << 10
    /// Of the entries in one answer; a single larger one is sent all the same.
    package var answerBytes = 8 << 20
    package var longestWait: Duration = .seconds(25)
    package var waitersPerToken = 2
    package var connections = 4096
    /// Of them, those that one other machine may have open.
    package var connectionsPerAddress = 1024
    /// A connection that has sent no complete head of a request for so long is closed.
    package var idleTimeout: Duration = .seconds(30)
    /// How long a body may take before it must have come at a steady pace.
    package var bodyGrace: Duration = .seconds(10)
    /// How long a pairing may take from start to finish.
    package var pairingLife: Duration = .seconds(60)

    package init() {}

    package struct Allowance: Sendable {
        package var perSecond: Double
        package var burst: Double

        package init(perSecond: Double, burst: Double) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }
}
