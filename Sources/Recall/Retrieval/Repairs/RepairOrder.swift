import MemoryModel
import MemoryStore

/// Brings forward the steps that tell how a fault was mended.
struct RepairOrder {
    let faults: Set<String>
    /// Whether repairs are what is asked for.
    let isAsked: Bool

    /// What ended the faults that were found again, by row.
    func repairs(of contenders: [Contender], in reader: MemoryReader) throws -> [Int64: Repair] {
        // Which of the steps with the same fault is meant, their own words say, not what stands around them.
        let faulty = contenders.map(\.row.candidate).filter { $0.faults > 0 }
            .sorted { ($0.words, $0.row) > ($1.words, $1.row) }
        return try FaultRepairs(faults: faults, reader: reader).repairs(of: faulty.map(\.row))
    }

    /// Of the steps that showed equally many of the faults, those that tell how it was mended take the best places. Who
    /// asks for repairs gets them before all else.
    func sorted(_ contenders: [Contender], repairs: [Int64: Repair]) -> [Contender] {
        guard contenders.contains(where: { $0.row.candidate.faults > 0 }) else { return contenders }
        let groups = Dictionary(
            grouping: contenders.indices.filter { isAsked || contenders[$0].row.candidate.faults > 0 }
        ) { isAsked ? 0 : contenders[$0].row.candidate.faults }
        var result = contenders
        for places in groups.values {
            let members = places.map { contenders[$0] }
            let shown = members.filter { $0.row.candidate.faults > 0 }.sorted {
                ($0.row.candidate.words, $0.row.candidate.row) > ($1.row.candidate.words, $1.row.candidate.row)
            }
            let mended = shown.filter { repairs[$0.row.candidate.row] != nil }
            let faulty = shown.filter { repairs[$0.row.candidate.row] == nil }
            let others = members.filter { $0.row.candidate.faults == 0 }
            for (place, member) in zip(places, mended + faulty + others) {
                result[place] = member
                (result[place].strength, result[place].score) = (contenders[place].strength, contenders[place].score)
            }
        }
        return result
    }
}
