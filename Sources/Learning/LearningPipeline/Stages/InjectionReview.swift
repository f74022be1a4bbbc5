import MemoryModel
import MemoryStore
import RecallVerdicts

/// Says of each memory that was handed over in a task what became of it. A task that is learned from again is judged
/// again.
struct InjectionReview: Sendable {
    func judge(_ record: EpisodeRecord, in transaction: MemoryTransaction) throws {
        let reader = transaction.reader
        let rows = try reader.itemsHandedOver(in: record.episode.id)
        guard !rows.isEmpty else { return }
        let blocks = try blocks(of: Set(rows.map(\.item.injectionID)), reader)
        let trials = Set(try reader.trials(in: record.episode.id).map(\.skillID.rawValue))
        let handed = try rows.map { row in
            let id = row.item.itemID
            return HandedOver(
                item: row.item, turn: row.turn, at: row.at,
                line: try line(of: row.item, in: blocks[row.item.injectionID] ?? [], reader),
                step: row.item.kind == .trace ? try reader.trace(TraceID(id)) : nil,
                guidance: try guidance(of: row.item, reader),
                isOnTrial: row.item.kind == .skill && trials.contains(id))
        }
        let rare = try Self.rareTerms(in: handed.map(\.line), reader)
        for var item in RecallVerdicts.judge(handed, in: record, isRare: rare.contains) {
            item.judgedAt = transaction.now
            try transaction.judge(item)
        }
    }

    /// The lines of each block, without their dates: a day is no name.
    private func blocks(of ids: Set<InjectionID>, _ reader: MemoryReader) throws -> [InjectionID: [Substring]] {
        try ids.reduce(into: [:]) { blocks, id in
            blocks[id] = try reader.block(of: id).split(separator: "\n").filter { $0.hasPrefix("- ") }.map {
                guard $0.hasPrefix("- ["), let end = $0.firstIndex(of: "]") else { return $0 }
                return $0[$0.index(after: end)...]
            }
        }
    }

    private func line(
        of item: InjectionItem, in block: [Substring], _ reader: MemoryReader
    ) throws -> String {
        // Notes are sentences and name no id.
        if item.kind == .note { return try reader.note(item.itemID)?.text ?? "" }
        return block.first { $0.contains(item.itemID) }.map(String.init) ?? ""
    }

    private func guidance(of item: InjectionItem, _ reader: MemoryReader) throws -> DecisionGuidance {
        switch item.kind {
        case .policy: try reader.item(PolicyID(item.itemID))?.guidance ?? .none
        case .skill: try reader.item(SkillID(item.itemID))?.guidance ?? .none
        case .note: try reader.note(item.itemID)?.guidance ?? .none
        case .trace, .worldModel: .none
        }
    }

    /// Those that stand in few steps of the home.
    private static func rareTerms(in lines: [String], _ reader: MemoryReader) throws -> Set<String> {
        let terms = RecallVerdicts.terms(in: lines)
        let (counts, documents) = try reader.documentFrequencies(of: terms)
        let most = max(rareSteps, documents / rareShare)
        return Set(terms.filter { (counts[$0] ?? 0) <= most })
    }

    /// A term is rare that stands in no more steps than this, or in no more than one of so many.
    private static let rareSteps: Int64 = 8
    private static let rareShare: Int64 = 50
}
