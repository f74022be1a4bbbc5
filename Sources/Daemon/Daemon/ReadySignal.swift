import JSONText
import MemoryModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells the front that started us how it went, once: `1` when requests are answered, `0` and an error otherwise.
final class ReadySignal: Sendable {
    private let descriptor: Mutex<Int32?>

    init(descriptor: Int32?) {
        self.descriptor = Mutex(descriptor)
    }

    func ready() {
        send("1")
    }

    func failed(_ error: MemoryError) {
        let value = JSON.object(present: [
            ("code", .string(error.code.rawValue)), ("message", .string(error.message)),
            ("details", error.details), ("hint", error.hint.map(JSON.string)),
        ])
        send("0" + value.text)
    }

    private func send(_ text: String) {
        guard let descriptor = descriptor.withLock({ $0.take() }) else { return }
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}
