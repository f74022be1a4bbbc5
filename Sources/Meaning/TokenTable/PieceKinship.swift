/// How akin the pieces of texts are to those of one question.
///
/// `Σ w(p) · max(0, (m(p) − c) / (1 − c)) / Σ w(p)` over the question's pieces p: m(p) is the greatest cosine of p's
/// vector with that of a piece of the text, c the cosine up to which pieces are strangers, w(p) the weight of p's word.
///
/// What was computed for a piece is kept, so a text costs its tokens and a look-up for each.
struct PieceKinship {
    private let vectors: PieceVectors
    private let groups: Int
    /// Of the question's pieces, in sum 1.
    private let weights: [Float]
    /// `1 / √Σ steps²` of the question's pieces.
    private let inverseLengths: [Float]
    /// One piece of the question after the other.
    private let steps: [StepLanes]
    /// Room for a piece of a text.
    private var text: [StepLanes]
    /// By a row of the table: where its kinships begin, or one of the marks below.
    private var places: [Int32]
    /// For each piece that is akin to one of the question its kinship to all of them, in [0, 1].
    private var kinships: [Float] = []

    private static let notSeen: Int32 = -1
    private static let stranger: Int32 = -2
    /// Cosine of pieces that are not akin.
    private static let strangers: Float = 0.35

    /// - Parameter pieces: distinct ones; those that the table does not have are left out.
    /// - Returns: `nil` when none is left that weighs anything.
    init?(to pieces: [(piece: Int32, weight: Float)], vectors: PieceVectors) {
        let groups = vectors.laneGroups
        var steps: [StepLanes] = []
        var weights: [Float] = []
        var inverseLengths: [Float] = []
        var lanes = [StepLanes](repeating: StepLanes(repeating: 0), count: groups)
        for (piece, weight) in pieces where vectors.has(piece) {
            vectors.copySteps(of: Int(piece), to: &lanes)
            let squares = PieceVectors.product(lanes, lanes, groups: groups)
            guard squares > 0 else { continue }
            steps += lanes
            weights.append(weight)
            inverseLengths.append(1 / Float(squares).squareRoot())
        }
        let whole = weights.reduce(0, +)
        guard whole > 0, whole.isFinite else { return nil }
        self.vectors = vectors
        self.groups = groups
        self.weights = weights.map { $0 / whole }
        self.inverseLengths = inverseLengths
        self.steps = steps
        text = lanes
        places = [Int32](repeating: Self.notSeen, count: vectors.count)
    }

    /// - Returns: in [0, 1].
    mutating func coverage(by pieces: [Int32]) -> Double {
        let count = weights.count
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { best in
            best.initialize(repeating: 0)
            for piece in pieces where vectors.has(piece) {
                var place = places[Int(piece)]
                if place == Self.notSeen {
                    place = look(at: Int(piece))
                    places[Int(piece)] = place
                }
                guard place >= 0 else { continue }
                for number in 0..<count { best[number] = max(best[number], kinships[Int(place) + number]) }
            }
            var sum: Float = 0
            for number in 0..<count { sum += weights[number] * best[number] }
            return Double(min(1, sum))
        }
    }

    /// Where the kinships of a piece begin.
    private mutating func look(at piece: Int) -> Int32 {
        let (groups, begin) = (groups, kinships.count)
        vectors.copySteps(of: piece, to: &text)
        let squares = PieceVectors.product(text, text, groups: groups)
        guard squares > 0 else { return Self.stranger }
        let inverse = 1 / Float(squares).squareRoot()
        var isAkin = false
        steps.withUnsafeBufferPointer { steps in
            guard let start = steps.baseAddress else { return }
            for number in inverseLengths.indices {
                let product = PieceVectors.product(start + number * groups, text, groups: groups)
                let cosine = Float(product) * inverse * inverseLengths[number]
                let kinship = min(1, max(0, (cosine - Self.strangers) / (1 - Self.strangers)))
                isAkin = isAkin || kinship > 0
                kinships.append(kinship)
            }
        }
        if isAkin { return Int32(begin) }
        kinships.removeLast(kinships.count - begin)
        return Self.stranger
    }
}
