import LanguageModels

/// The places at one model: how many calls run, and who waits in which order.
struct SlotQueue {
    private(set) var running = 0
    private var foreground: [Int] = []
    private var background: [Int] = []

    var waiting: Int { foreground.count + background.count }

    /// Whether a foreground call would go on at once.
    func isFree(concurrency: Int) -> Bool { running < max(1, concurrency) + 1 && foreground.isEmpty }

    /// - Parameter concurrency: calls at the same time.
    /// - Returns: those who may go on now; `nil` when too many wait already.
    mutating func enter(_ number: Int, _ urgency: ModelCall.Urgency, concurrency: Int) -> [Int]? {
        switch urgency {
        case .foreground: foreground.append(number)
        case .background:
            guard background.count < Self.longestBackground else { return nil }
            background.append(number)
        }
        return admit(concurrency: concurrency)
    }

    /// - Returns: those who may go on now.
    mutating func leave(concurrency: Int) -> [Int] {
        running -= 1
        return admit(concurrency: concurrency)
    }

    mutating func giveUp(_ number: Int) {
        foreground.removeAll { $0 == number }
        background.removeAll { $0 == number }
    }

    /// Foreground goes first and has one place more, so that background calls never hold it up.
    private mutating func admit(concurrency: Int) -> [Int] {
        let concurrency = max(1, concurrency)
        var admitted: [Int] = []
        while running < concurrency + 1, !foreground.isEmpty {
            admitted.append(foreground.removeFirst())
            running += 1
        }
        while running < concurrency, foreground.isEmpty, !background.isEmpty {
            admitted.append(background.removeFirst())
            running += 1
        }
        return admitted
    }

    /// Background calls that may wait for one model.
    static let longestBackground = 256
}
