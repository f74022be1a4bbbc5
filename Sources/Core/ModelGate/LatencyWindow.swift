/// How long the latest answers of a model took.
struct LatencyWindow {
    private var samples: [Duration] = []
    private var next = 0

    var count: Int { samples.count }

    mutating func add(_ sample: Duration) {
        if samples.count < Self.size {
            samples.append(sample)
        } else {
            samples[next] = sample
            next = (next + 1) % Self.size
        }
    }

    /// The nearest-rank percentile.
    ///
    /// - Parameter share: in (0, 1].
    func percentile(_ share: Double) -> Duration? {
        guard !samples.isEmpty else { return nil }
        let rank = Int((share * Double(samples.count)).rounded(.up))
        return samples.sorted()[min(max(rank, 1), samples.count) - 1]
    }

    /// The 95th percentile, once there are enough answers to speak of one.
    var slowest: Duration? { count >= Self.enough ? percentile(0.95) : nil }

    static let size = 50
    static let enough = 5
}
