import CVectorScan
import LanguageModels
package import MemoryModel
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What `VectorColumn.verify` found.
package struct VerifyReport: Sendable, Equatable {
    /// Live entries looked at.
    package var entries: Int
    package var removed: Int
    /// Entries whose checksum or values are wrong, and removed ones not cleared.
    package var damaged: Int

    package var isSound: Bool { damaged == 0 }

    package init(entries: Int = 0, removed: Int = 0, damaged: Int = 0) {
        self.entries = entries
        self.removed = removed
        self.damaged = damaged
    }
}

extension VectorColumn {
    static func compactionPath(_ path: String) -> String { path + ".compact" }

    /// Writes the live entries to a new file and takes that instead. Searches that run go on on the old one.
    ///
    /// - Throws: `disk_full`, `path_not_writable`; the old file then stays in use.
    package func compact() throws(MemoryError) {
        try writer.withLock { (writer) throws(MemoryError) in
            let old = try current()
            let beside = Self.compactionPath(path)
            unlink(beside)
            do throws(MemoryError) {
                let new = try copy(of: old, at: beside)
                // Before the old file loses its name: a search that finds its file without one says so.
                published.withLock { $0 = new }
                writer.table = nil
                guard rename(beside, path) == 0 else {
                    let code = errno
                    published.withLock { $0 = old }
                    throw ColumnFile.failure("compacted", code)
                }
            } catch {
                unlink(beside)
                throw error
            }
            try old.file.synchronizeFolder()
        }
    }

    private func copy(of old: ColumnSnapshot, at path: String) throws(MemoryError) -> ColumnSnapshot {
        let file = try ColumnFile(path: path, dimension: model.dimension, creating: true)
        var header = old.header
        header.generation += 1
        header.slots = 0
        for index in old.segments.indices {
            let segment = try SegmentImage(file: old.file, index: index)
            var entries = QuantizedEntries(layout: file.layout)
            for slot in 0..<min(segmentSlots, Int(old.header.slots) - index * segmentSlots)
            where segment.kind(slot) != 0 {
                entries.append(
                    kind: segment.kind(slot), item: segment.item(slot), time: segment.time(slot),
                    place: segment.place(slot), check: segment.check(slot), step: segment.step(slot),
                    signs: segment.signs(slot)[...], magnitudes: segment.magnitudes(slot)
                )
            }
            try file.append(entries, at: header.slots)
            header.slots += UInt32(entries.count)
        }
        try file.resize(to: file.size(forSlots: header.slots))
        try file.publish(header)
        return ColumnSnapshot(
            file: file, segments: try file.segments(from: 0, forSlots: header.slots), header: header,
            live: Int(header.slots)
        )
    }

    /// Reads the whole column: headers, the checksum and values of every entry, and that removed ones are cleared.
    ///
    /// Writing waits meanwhile, searches do not.
    /// - Throws: `database_corrupt` when the headers or the file's size are wrong.
    package func verify() throws(MemoryError) -> VerifyReport {
        try writer.withLock { (_) throws(MemoryError) in
            let snapshot = try wholeSnapshot()
            let page = try snapshot.file.read(at: snapshot.header.offset, count: ColumnHeader.size)
            guard try ColumnHeader(page[...]) == snapshot.header else {
                throw .damagedColumn("has a header that was changed by someone else")
            }
            var report = VerifyReport()
            for index in snapshot.segments.indices {
                let segment = try SegmentImage(file: snapshot.file, index: index)
                let slots = min(segmentSlots, Int(snapshot.header.slots) - index * segmentSlots)
                for slot in 0..<slots { Self.verify(segment, slot, &report) }
            }
            // Entries that were overwritten with zeros look removed.
            report.damaged = max(report.damaged, snapshot.live - report.entries)
            return report
        }
    }

    private static func verify(_ segment: SegmentImage, _ slot: Int, _ report: inout VerifyReport) {
        let kind = segment.kind(slot)
        let item = segment.item(slot)
        let step = segment.step(slot)
        let signs = segment.signs(slot)
        let magnitudes = segment.magnitudes(slot)
        if kind == 0 {
            report.removed += 1
            let cleared =
                item == 0 && step == 0 && segment.time(slot) == 0 && segment.place(slot) == 0
                && segment.check(slot) == 0 && signs.allSatisfy { $0 == 0 } && magnitudes.allSatisfy { $0 == 0 }
            if !cleared { report.damaged += 1 }
            return
        }
        report.entries += 1
        let check = withUnsafePointer(to: segment.layout) { layout in
            magnitudes.withUnsafeBufferPointer {
                memos_entry_check(
                    layout, signs, $0.baseAddress, step, item, segment.time(slot), segment.place(slot), kind
                )
            }
        }
        let known = VectorKind(rawValue: kind) != nil && item > 0 && step.isFinite && step > 0
        if !known || check != segment.check(slot) { report.damaged += 1 }
    }
}
