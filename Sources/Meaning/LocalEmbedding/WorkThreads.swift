import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A fixed number of threads of their own that take jobs in the order they come. Long arithmetic on the cooperative pool
/// would hold up every request of the program.
final class WorkThreads: Sendable {
    typealias Job = @Sendable () -> Void

    /// What the threads share; it lives as long as the last of them.
    private final class Line: Sendable {
        let jobs = Mutex<(waiting: [Job], isClosed: Bool)>(([], false))
        let arrivals = DispatchSemaphore(value: 0)
        let niceness: Int32

        init(niceness: Int32) {
            self.niceness = niceness
        }

        func work() {
            lowerPriority()
            while true {
                arrivals.wait()
                let next = jobs.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
                guard let next else { return }
                next()
            }
        }

        /// On Linux every thread has a niceness of its own. Elsewhere the threads compete as equals.
        private func lowerPriority() {
            #if os(Linux)
                // 0 is the calling thread.
                if niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
            #endif
        }
    }

    private let line: Line
    private let count: Int

    /// - Parameter niceness: from 0, as everybody, to 19, only when nobody else wants the processor.
    init(count: Int, niceness: Int32) {
        self.count = count
        line = Line(niceness: niceness)
        for _ in 0..<count { Self.start(line) }
    }

    deinit {
        for _ in 0..<count { line.arrivals.signal() }
    }

    func add(_ job: @escaping Job) {
        line.jobs.withLock { $0.waiting.append(job) }
        line.arrivals.signal()
    }

    private static func start(_ line: Line) {
        let box = Unmanaged.passRetained(line)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { memory in
                #if canImport(Darwin)
                    Unmanaged<Line>.fromOpaque(memory).takeRetainedValue().work()
                #else
                    memory.map { Unmanaged<Line>.fromOpaque($0).takeRetainedValue().work() }
                #endif
                return nil
            }, box.toOpaque())
        precondition(status == 0, "a thread can be started")
        #if canImport(Darwin)
            thread.map { _ = pthread_detach($0) }
        #else
            pthread_detach(thread)
        #endif
    }
}
