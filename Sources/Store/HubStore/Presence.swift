import MemoryModel
import Synchronization

/// When devices and tokens were last there, gathered, because a thousand devices that wait for news would otherwise write
/// all the time. What is lost when the process ends suddenly is some seconds of it.
final class Presence: Sendable {
    private struct Notes {
        var devices: [String: (cursor: Int?, at: Timestamp)] = [:]
        var tokens: [String: Timestamp] = [:]
        var isScheduled = false
    }

    private static let pause = Duration.seconds(10)
    private let notes = Mutex(Notes())
    private let writes: WriteQueue

    init(writes: WriteQueue) {
        self.writes = writes
    }

    /// - Parameter cursor: how far the device has read the feed, where it said so.
    func note(device: String, cursor: Int?, at time: Timestamp) {
        change { $0.devices[device] = (cursor ?? $0.devices[device]?.cursor, time) }
    }

    func note(token: String, at time: Timestamp) {
        change { $0.tokens[token] = time }
    }

    private func change(_ body: (inout Notes) -> Void) {
        let mustSchedule = notes.withLock { notes in
            body(&notes)
            defer { notes.isScheduled = true }
            return !notes.isScheduled
        }
        guard mustSchedule else { return }
        Task {
            try? await Task.sleep(for: Self.pause)
            await flush()
        }
    }

    /// Writes down what was noted. When the database is away, the next time tells it anew.
    func flush() async {
        let taken = notes.withLock { notes in
            defer { notes = Notes() }
            return notes
        }
        // Short transactions, so that a statement on its way waits for a portion and not for all.
        let devices = taken.devices.map { ($0.key, $0.value.cursor, $0.value.at) }
        for start in stride(from: 0, to: devices.count, by: 64) {
            let portion = Array(devices[start..<min(start + 64, devices.count)])
            try? await writes.submit { try $0.noteSeen(portion) }
        }
        let tokens = Array(taken.tokens.keys)
        let last = taken.tokens.values.max() ?? 0
        for start in stride(from: 0, to: tokens.count, by: 64) {
            let portion = Array(tokens[start..<min(start + 64, tokens.count)])
            try? await writes.submit { try $0.noteUse(ofTokens: portion, at: last) }
        }
    }
}
