import JSONText
import MemoryModel
import MemoryStore
import WorldModeling

/// What was seen of a place becomes, or changes, its world model.
struct WorldMaking: Sendable {
    let options: LearningOptions

    func run(_ job: LearningJob, in transaction: MemoryTransaction) throws {
        guard let place = WorldPlace(subject: job.subject) else { return }
        let (reader, modeling) = (transaction.reader, WorldModeling(options: options.worlds))
        let owner = try owner(of: place, in: reader)
        let id = WorldModeling.id(of: owner, place: place.name)
        let evidence = WorldModeling.Evidence(
            place: place.name, placeName: try name(of: place, in: reader), owner: owner,
            facts: try reader.facts(of: place.name), policies: try policies(about: owner, in: reader),
            present: try reader.item(id)
        )
        switch modeling.settle(evidence, at: transaction.now) {
        case .insert(let model):
            guard try !transaction.reader.isForgotten(id: model.id.rawValue) else { return }
            try transaction.insert(model, reason: "first seen in \(evidence.facts.count) observations")
            transaction.tell(MemoryFact(.worldModelAbstracted, of: model))
        case .revise(let model, let reason):
            let revised = try transaction.revise(model, reason: reason)
            transaction.tell(MemoryFact(.worldModelRevised, of: revised))
        case nil: break
        }
    }

    /// A project's model belongs to all of its workspaces, which scope it by the newest one that is known.
    private func owner(of place: WorldPlace, in reader: MemoryReader) throws -> Namespace {
        let workspaces = try reader.workspaces(of: ProjectID(place.name)).sorted()
        return Namespace(
            agentKind: place.agentKind, profile: place.profile, workspace: workspaces.first ?? place.name)
    }

    private func name(of place: WorldPlace, in reader: MemoryReader) throws -> String {
        if let project = try reader.project(ProjectID(place.name)) { return project.name }
        return place.name.split(separator: "/").last.map(String.init) ?? place.name
    }

    private func policies(about owner: Namespace, in reader: MemoryReader) throws -> [Policy] {
        let scope = Scope(
            agentKind: owner.agentKind, profile: owner.profile, workspaces: owner.workspace.map { [$0] })
        return try reader.items(
            Policy.self, filter: ItemFilter(statuses: [.active], scope: scope), limit: Self.policiesRead, offset: 0
        ).filter { $0.owner.workspace != nil }
    }

    private static let policiesRead = 50
}
