package import LanguageModels
package import MemoryModel

/// How an endpoint has been doing since the daemon started, for people who look.
package struct ModelHealth: Sendable, Equatable {
    /// A fault as it was told to who asked.
    package struct Fault: Sendable, Equatable {
        package var kind: ModelFault.Kind
        package var message: String
        package var at: Timestamp

        package init(kind: ModelFault.Kind, message: String, at: Timestamp) {
            self.kind = kind
            self.message = message
            self.at = at
        }
    }

    package var lastAnswerAt: Timestamp?
    package var lastFault: Fault?
    /// Until when the provider is left alone.
    package var restingUntil: Timestamp?
    /// Milliseconds of the latest answers, oldest first, 64 at most; what failed is not among them.
    package private(set) var latencies: [Int]

    package init() {
        latencies = []
    }

    /// The latency that this share of the latest answers kept within, in milliseconds; `nil` before the first.
    ///
    /// - Parameter share: in (0, 1].
    package func latency(of share: Double) -> Int? {
        guard !latencies.isEmpty else { return nil }
        // Nearest rank.
        let rank = Int((share * Double(latencies.count)).rounded(.up))
        return latencies.sorted()[min(max(rank, 1), latencies.count) - 1]
    }

    mutating func answered(at date: Timestamp, after time: Duration) {
        lastAnswerAt = date
        latencies.append(Int((time / .milliseconds(1)).rounded()))
        if latencies.count > 64 { latencies.removeFirst() }
    }

    mutating func failed(_ fault: ModelFault, at date: Timestamp) {
        lastFault = Fault(kind: fault.kind, message: fault.message, at: date)
    }
}
