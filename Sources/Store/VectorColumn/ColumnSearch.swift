import CFaultGuard
import CVectorScan
import LanguageModels
package import MemoryModel
import Synchronization

extension VectorColumn {
    /// Most items one search gives.
    package static let maximumHits = 4096

    /// Entries looked at closely at most, in a column of so many slots. Real embeddings settle after some hundreds; the
    /// rest is for queries that are near to nothing, and keeping more costs every search some time.
    private static func candidates(slots: UInt32) -> Int {
        min(1024 * (1 + Int(slots) / 262_144), 4096)
    }
    /// Beyond this many slots rows are read from the file, so that what a search has touched does not stay resident.
    private static let mappedSlots: UInt32 = 32_768
    /// In standard deviations of what the first score may be off; measured to lose less than is lost by quantisation.
    private static let patience: Float = 2.6

    /// The items whose best window is nearest to the query: by similarity downwards, then by kind and item.
    ///
    /// - Parameter query: unit length.
    /// - Parameter limit: at most `maximumHits` are given.
    /// - Throws: `invalid_argument` for a query of another dimension or length, `embedding_unavailable` once closed,
    ///   `database_corrupt` when the file was cut or replaced by someone else.
    package func search(
        _ query: [Float], limit: Int, filter: VectorFilter
    ) throws(MemoryError) -> [VectorHit] {
        try survey(query, limit: limit, filter: filter).hits
    }

    /// `search`, and what similarities to this query are like among all entries that the filter admits: what tells a
    /// near hit from a query to which everything is near.
    package func survey(
        _ query: [Float], limit: Int, filter: VectorFilter
    ) throws(MemoryError) -> VectorSurvey {
        try requireUnit(query, dimension: model.dimension)
        return try survey(query, limit: limit, filter: filter, instructionSet: memos_scan_best())
    }

    func survey(
        _ query: [Float], limit: Int, filter: VectorFilter, instructionSet: Int32
    ) throws(MemoryError) -> VectorSurvey {
        let snapshot = try wholeSnapshot()
        let slots = snapshot.header.slots
        let limit = min(limit, Int(slots), Self.maximumHits)
        guard limit > 0, !filter.kinds.isEmpty else { return VectorSurvey() }

        var rotated = [Float](repeating: 0, count: Int(snapshot.file.layout.padded))
        withUnsafePointer(to: snapshot.file.layout) { memos_rotate($0, snapshot.header.seed, query, &rotated) }
        let candidates = max(Self.candidates(slots: slots), min(Int(slots), 8 * limit))
        let workspace = workspaces.take(candidates: candidates, layout: snapshot.file.layout)
        defer { workspaces.give(back: workspace) }
        let bases = snapshot.segments.map { Optional($0.base) }
        let places = filter.places.map(Self.bitmap)
        var hits = [memos_scan_hit](repeating: memos_scan_hit(), count: limit)
        var job = memos_scan_job()
        job.slots = slots
        job.file = slots > Self.mappedSlots ? snapshot.file.descriptor : -1
        job.origin = ColumnHeader.origin
        job.set = instructionSet
        job.kinds = filter.kinds.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
        job.earliest = filter.after.map(columnTime) ?? 0
        job.latest = filter.before.map(columnTime) ?? .max
        job.limit = UInt32(limit)
        job.candidates = UInt32(candidates)
        job.patience = Self.patience
        job.workspace = workspace.memory
        let whole = withUnsafePointer(to: snapshot.file.layout) { layout in
            rotated.withUnsafeBufferPointer { rotated in
                bases.withUnsafeBufferPointer { bases in
                    hits.withUnsafeMutableBufferPointer { hits in
                        Self.withOptionalBuffer(places) { places in
                            job.layout = layout
                            job.query = rotated.baseAddress
                            job.segments = bases.baseAddress
                            job.hits = hits.baseAddress
                            job.places = places
                            return memos_guarded(memos_scan, &job) == 0 && job.failed == 0
                        }
                    }
                }
            }
        }
        withExtendedLifetime(snapshot) {}
        guard whole else { throw .damagedColumn("was cut while it was in use") }
        let found = hits[..<Int(job.found)].compactMap { hit in
            VectorKind(rawValue: hit.kind).map {
                VectorHit(kind: $0, item: Int64(hit.item), similarity: hit.similarity)
            }
        }
        return VectorSurvey(
            hits: found, mean: job.mean, deviation: job.deviation, sampled: Int(job.sampled)
        )
    }

    /// Whether the file is still there in full.
    ///
    /// - Throws: `embedding_unavailable` once closed, `database_corrupt` when the file was cut or replaced by someone else.
    package func check() throws(MemoryError) {
        _ = try wholeSnapshot()
    }

    /// The snapshot, when its file is still there in full.
    func wholeSnapshot() throws(MemoryError) -> ColumnSnapshot {
        let snapshot = try current()
        let status = try snapshot.file.status()
        guard status.size >= snapshot.file.size(forSlots: snapshot.header.slots) else {
            throw .damagedColumn("was cut while it was in use")
        }
        // Compaction lets go of a file before its name is taken over, so a published one has its name, or had it a
        // moment ago.
        if status.links == 0 {
            let now = try current()
            guard now.file !== snapshot.file else { throw .damagedColumn("was removed while it was in use") }
            return now
        }
        return snapshot
    }

    private static func bitmap(_ places: Set<UInt16>) -> [UInt64] {
        var bitmap = [UInt64](repeating: 0, count: 1024)
        for place in places { bitmap[Int(place / 64)] |= 1 << UInt64(place % 64) }
        return bitmap
    }

    private static func withOptionalBuffer<Element, Result>(
        _ array: [Element]?, _ body: (UnsafePointer<Element>?) -> Result
    ) -> Result {
        guard let array else { return body(nil) }
        return array.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

/// Scratch memory of one search at a time.
final class ScanWorkspace: Sendable {
    let candidates: Int
    nonisolated(unsafe) let memory: UnsafeMutableRawPointer

    init(candidates: Int, layout: memos_layout) {
        self.candidates = candidates
        let size = withUnsafePointer(to: layout) { memos_scan_workspace($0, UInt32(candidates)) }
        memory = .allocate(byteCount: size, alignment: 64)
    }

    deinit {
        memory.deallocate()
    }
}

/// Keeps a few workspaces, so that a search need not have a quarter of a megabyte cleared first.
final class ScanWorkspaces: Sendable {
    private static let kept = 4
    private let idle = Mutex<[ScanWorkspace]>([])

    func take(candidates: Int, layout: memos_layout) -> ScanWorkspace {
        let workspace = idle.withLock { idle in
            idle.firstIndex { $0.candidates == candidates }.map { idle.remove(at: $0) }
        }
        return workspace ?? ScanWorkspace(candidates: candidates, layout: layout)
    }

    func give(back workspace: ScanWorkspace) {
        idle.withLock { idle in
            if idle.count == Self.kept { idle.removeFirst() }
            idle.append(workspace)
        }
    }
}
