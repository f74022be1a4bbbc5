package import MemoryModel

/// One window of one item.
package struct VectorEntry: Sendable {
    package var kind: VectorKind
    /// Row of the item in its table: above 0 and below 2³².
    package var item: Int64
    /// Interned owner and project.
    package var place: UInt16
    /// Milliseconds since 1970. Kept to the second, from 2001 to 2137.
    package var at: Int64
    /// Unit length, as many components as the column's model has.
    package var vector: [Float]

    package init(kind: VectorKind, item: Int64, place: UInt16, at: Int64, vector: [Float]) {
        self.kind = kind
        self.item = item
        self.place = place
        self.at = at
        self.vector = vector
    }
}

/// Which entries a search may give.
package struct VectorFilter: Sendable {
    package var kinds: Set<VectorKind>
    /// Nil admits every place.
    package var places: Set<UInt16>?
    /// Milliseconds since 1970, compared to the second; both ends included.
    package var after: Int64?
    package var before: Int64?

    package init(
        kinds: Set<VectorKind> = Set(VectorKind.allCases), places: Set<UInt16>? = nil, after: Int64? = nil,
        before: Int64? = nil
    ) {
        self.kinds = kinds
        self.places = places
        self.after = after
        self.before = before
    }
}

/// An item and the cosine of its best window to the query.
package struct VectorHit: Sendable, Equatable {
    package var kind: VectorKind
    package var item: Int64
    package var similarity: Float

    package init(kind: VectorKind, item: Int64, similarity: Float) {
        self.kind = kind
        self.item = item
        self.similarity = similarity
    }
}

/// Hits among their kind.
package struct VectorSurvey: Sendable, Equatable {
    package var hits: [VectorHit] = []
    /// Mean and standard deviation of the similarity of all admitted entries, estimated from a sample of about two
    /// thousand; both 0 when there are none.
    package var mean: Float = 0
    package var deviation: Float = 0
    /// Entries of the sample.
    package var sampled = 0
}

/// Seconds since 2001-01-01, in which the column keeps times. Those outside its range are kept as its ends.
func columnTime(_ milliseconds: Int64) -> UInt32 {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : -1
    return UInt32(clamping: seconds - 978_307_200)
}
