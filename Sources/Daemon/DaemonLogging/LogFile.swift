#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file of lines that is put aside when it is full: `memosd.log` becomes `memosd.1.log`, that `memosd.2.log`, and so
/// on. Never throws: what could not be written is told to the caller as a number.
struct LogFile {
    let path: String
    /// Size at which the file is put aside.
    let limit: Int
    /// Files put aside that are kept.
    let kept: Int

    private var descriptor: Int32 = -1
    private var size = 0
    /// False after half a line: the next one must not continue it.
    private var endsInLineBreak = true

    init(path: String, limit: Int, kept: Int) {
        self.path = path
        self.limit = max(limit, 1)
        self.kept = max(kept, 0)
    }

    /// What became of a batch.
    struct Outcome {
        var unwritten = 0
        /// The system's number for the last failure.
        var failure: Int32 = 0
    }

    /// Appends lines, each with its line break, in as few writes as the size limit allows.
    mutating func append(_ lines: [[UInt8]]) -> Outcome {
        var outcome = Outcome()
        var batch: [UInt8] = []
        var count = 0
        reopenIfGone()
        for line in lines {
            if size + batch.count + line.count > limit, size + batch.count > 0 {
                write(batch, of: count, &outcome)
                batch.removeAll(keepingCapacity: true)
                count = 0
                rotate()
            }
            batch += line
            count += 1
        }
        write(batch, of: count, &outcome)
        return outcome
    }

    mutating func close() {
        if descriptor >= 0 { closeDescriptor(descriptor) }
        descriptor = -1
    }

    private mutating func write(_ lines: [UInt8], of count: Int, _ outcome: inout Outcome) {
        if lines.isEmpty { return }
        if !open() {
            outcome.unwritten += count
            outcome.failure = errno
            return
        }
        var rest = (endsInLineBreak ? lines : [0x0A] + lines)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { writeDescriptor(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written < 0 {
                outcome.failure = errno
                // The part that was written may hold whole lines; which of them arrived is seen in the file.
                outcome.unwritten += rest.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
                close()
                return
            }
            size += written
            endsInLineBreak = rest[rest.startIndex + written - 1] == 0x0A
            rest = rest.dropFirst(written)
        }
    }

    private mutating func open() -> Bool {
        if descriptor >= 0 { return true }
        descriptor = openDescriptor(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        if descriptor < 0 { return false }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return true }
        if status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
        size = Int(status.st_size)
        var last: UInt8 = 0x0A
        if size > 0 { pread(descriptor, &last, 1, status.st_size - 1) }
        endsInLineBreak = last == 0x0A
        removeSurplus()
        return true
    }

    /// Somebody may clear the folder while the daemon runs.
    private mutating func reopenIfGone() {
        var status = stat()
        if descriptor >= 0, fstat(descriptor, &status) == 0, status.st_nlink == 0 {
            close()
            size = 0
            endsInLineBreak = true
        }
    }

    private mutating func rotate() {
        close()
        if kept == 0 {
            unlink(path)
        } else {
            for number in stride(from: kept, to: 0, by: -1) {
                rename(number == 1 ? path : aside(number - 1), aside(number))
            }
        }
        size = 0
        endsInLineBreak = true
    }

    /// Left over from a time when more were kept.
    private func removeSurplus() {
        var number = kept + 1
        while unlink(aside(number)) == 0 { number += 1 }
    }

    private func aside(_ number: Int) -> String {
        path.hasSuffix(".log") ? "\(path.dropLast(4)).\(number).log" : "\(path).\(number)"
    }
}

private func openDescriptor(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }

private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
