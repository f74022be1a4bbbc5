package import MemoryModel
import WorldModeling

/// What a person changes in a world model; what is `nil` stays.
package struct WorldCorrection: Sendable, Equatable {
    package var title: String?
    package var body: String?
    package var structure: WorldModel.Structure?

    package init(title: String? = nil, body: String? = nil, structure: WorldModel.Structure? = nil) {
        self.title = title
        self.body = body
        self.structure = structure
    }

    func mapped(_ transform: (String) -> String) -> WorldCorrection {
        func entries(_ entries: [WorldModel.Entry]) -> [WorldModel.Entry] {
            entries.map { .init(label: transform($0.label), description: transform($0.description)) }
        }
        return WorldCorrection(
            title: title.map(transform), body: body.map(transform),
            structure: structure.map {
                .init(
                    environment: entries($0.environment), inference: entries($0.inference),
                    constraints: entries($0.constraints))
            })
    }

    /// Entries that stay keep what they rest on. Without a body of the person's it is told anew from other entries.
    func applied(to model: WorldModel) -> WorldModel {
        var model = model
        if let title, !title.isEmpty { model.title = title }
        if let structure {
            let known = model.structure.environment + model.structure.inference + model.structure.constraints
            func entries(_ entries: [WorldModel.Entry]) -> [WorldModel.Entry] {
                entries.filter { !$0.label.isEmpty && !$0.description.isEmpty }.map { entry in
                    known.first { $0.label == entry.label && $0.text == entry.description } ?? entry
                }
            }
            let next = WorldModel.Structure(
                environment: entries(structure.environment), inference: entries(structure.inference),
                constraints: entries(structure.constraints))
            if next != model.structure, body == nil { model.body = WorldModeling.body(of: next) }
            model.structure = next
        }
        model.body = body ?? model.body
        return model
    }
}
