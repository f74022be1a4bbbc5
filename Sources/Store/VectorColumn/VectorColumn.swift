import CVectorScan
package import LanguageModels
package import MemoryModel
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The vectors of a memory in one file, searched exactly: by their signs first, then by what they are.
///
/// The file can always be made anew from the store and says how far it has followed it. Any number of threads search
/// beside one that writes; a search takes no lock while it scans and computes on the calling thread.
package final class VectorColumn: Sendable {
    package let path: String
    package let model: EmbeddingModel

    /// Nil once closed.
    let published: Mutex<ColumnSnapshot?>
    /// Held by who changes the file, for as long as that takes. Taken before `published`, never after.
    let writer = Mutex<Writer>(Writer())
    let workspaces = ScanWorkspaces()

    struct Writer {
        var table: SlotTable?
    }

    /// Opens the column, or creates an empty one. What a crash left half done is cleared.
    ///
    /// - Throws: `conflict` when the file holds vectors of another model, `database_corrupt` when it is damaged or of
    ///   another version, `path_not_writable`, `disk_full`; `invalid_argument` for a dimension outside 1 … 4096 or a
    ///   name of a model above 1,000 bytes.
    package init(path: String, model: EmbeddingModel) throws(MemoryError) {
        guard (1...Int(MEMOS_MAXIMUM_DIMENSION)).contains(model.dimension),
            model.id.utf8.count <= 1000, model.revision.utf8.count <= 1000
        else {
            throw MemoryError(.invalidArgument, "The vector index cannot hold vectors of this model.")
        }
        self.path = path
        self.model = model
        unlink(Self.compactionPath(path))
        let file = try ColumnFile(path: path, dimension: model.dimension, creating: true)
        let size = try file.status().size
        let pages = try file.read(at: 0, count: Int(min(size, ColumnHeader.origin)))
        if pages.allSatisfy({ $0 == 0 }), size <= ColumnHeader.origin {
            published = Mutex(try Self.create(file, model: model))
            return
        }
        var headers: [ColumnHeader] = []
        for start in stride(from: 0, to: pages.count, by: ColumnHeader.size) {
            let end = min(start + ColumnHeader.size, pages.count)
            if let header = try ColumnHeader(pages[start..<end]) { headers.append(header) }
        }
        guard let header = headers.max(by: { $0.generation < $1.generation }) else {
            throw .damagedColumn("is not readable")
        }
        guard header.model == model else {
            throw MemoryError(
                .conflict, "The vector index holds vectors of another model (\(header.model.id)).",
                hint: "memos vectors rebuild makes it anew."
            )
        }
        guard size >= file.size(forSlots: header.slots) else { throw .damagedColumn("is cut short") }
        let live = try file.recover(header.slots)
        let segments = try file.segments(from: 0, forSlots: header.slots)
        published = Mutex(ColumnSnapshot(file: file, segments: segments, header: header, live: live))
    }

    static func create(_ file: ColumnFile, model: EmbeddingModel) throws(MemoryError) -> ColumnSnapshot {
        try file.resize(to: ColumnHeader.origin)
        let header = ColumnHeader(model: model)
        try file.publish(header)
        try file.synchronizeFolder()
        return ColumnSnapshot(file: file, segments: [], header: header, live: 0)
    }

    /// Removes every entry of `items`, whose bytes are then gone from the file, appends `entries` (an item may have
    /// several: its windows) and says how far the store was followed. Durable on return; after a crash before, some of
    /// the items may be missing, and `progress` is the old one, so that the caller applies them again.
    ///
    /// - Throws: `invalid_argument` before anything is changed; `disk_full`, `path_not_writable`, `database_corrupt`.
    package func apply(
        _ entries: [VectorEntry], replacing items: [(VectorKind, Int64)], progress: VectorProgress
    ) throws(MemoryError) {
        let (layout, seed) = try published.withLock { (snapshot) throws(MemoryError) in
            guard let snapshot else { throw .closedColumn }
            return (snapshot.file.layout, snapshot.header.seed)
        }
        let quantized = try QuantizedEntries(entries, layout: layout, seed: seed)
        try writer.withLock { (writer) throws(MemoryError) in
            // What is appended to a file that was cut or lost its name would be lost with it.
            var snapshot = try wholeSnapshot()
            guard Int(snapshot.header.slots) + quantized.count < Int(UInt32.max) else {
                throw MemoryError(.unsupported, "The vector index is full.")
            }
            let removed = try Self.slots(of: items, in: snapshot, &writer)
            if removed.isEmpty, quantized.count == 0, progress == snapshot.header.progress { return }
            try snapshot.file.clear(removed)
            snapshot.live -= removed.count
            let cleared = snapshot
            published.withLock { $0 = cleared }

            let first = snapshot.header.slots
            try snapshot.file.append(quantized, at: first)
            snapshot.header.slots += UInt32(quantized.count)
            snapshot.header.generation += 1
            snapshot.header.progress = progress
            snapshot.segments += try snapshot.file.segments(
                from: snapshot.segments.count, forSlots: snapshot.header.slots
            )
            snapshot.live += quantized.count
            try snapshot.file.publish(snapshot.header)
            let appended = snapshot
            published.withLock { $0 = appended }
            // Built again when it is next needed, should the insertion fail.
            var table = writer.table.take()
            try table?.insert(first..<snapshot.header.slots, of: snapshot)
            writer.table = table
        }
    }

    private static func slots(
        of items: [(VectorKind, Int64)], in snapshot: ColumnSnapshot, _ writer: inout Writer
    ) throws(MemoryError) -> [UInt32] {
        guard !items.isEmpty, snapshot.live > 0 else { return [] }
        var table: SlotTable
        if let built = writer.table.take() { table = built } else { table = try SlotTable(snapshot) }
        var slots: Set<UInt32> = []
        for (kind, item) in items {
            guard let item = UInt32(exactly: item) else { continue }
            slots.formUnion(try table.slots(of: item, kind: kind.rawValue, in: snapshot))
        }
        writer.table = table
        return slots.sorted()
    }

    func current() throws(MemoryError) -> ColumnSnapshot {
        guard let snapshot = published.withLock({ $0 }) else { throw .closedColumn }
        return snapshot
    }

    /// How far the store has been followed.
    package var progress: VectorProgress { published.withLock { $0?.header.progress } ?? VectorProgress() }

    /// Live entries; windows count each.
    package var count: Int { published.withLock { $0?.live } ?? 0 }

    /// Removed entries whose slots compaction would free.
    package var tombstones: Int { published.withLock { $0?.tombstones } ?? 0 }

    /// What the file takes on the disk.
    package var bytes: Int64 {
        guard let snapshot = published.withLock({ $0 }) else { return 0 }
        return (try? snapshot.file.status().allocated) ?? 0
    }

    /// Whether compaction is worth its while: above 1,000 removed entries and a quarter of all.
    package var shouldCompact: Bool {
        published.withLock { $0.map { $0.tombstones > 1000 && $0.tombstones > Int($0.header.slots) / 4 } } ?? false
    }

    /// Ends the use of the file and removes it.
    package func remove() {
        close()
        unlink(path)
    }

    /// Ends the use of the file; searches that run go on to their end. What is called afterwards fails with
    /// `embedding_unavailable`.
    package func close() {
        writer.withLock { writer in
            writer.table = nil
            published.withLock { $0 = nil }
        }
    }
}

/// What a search sees: it stays as it is while the column goes on, save that removed entries vanish.
struct ColumnSnapshot: Sendable {
    var file: ColumnFile
    var segments: [ColumnSegment]
    var header: ColumnHeader
    var live: Int

    var tombstones: Int { Int(header.slots) - live }
}
