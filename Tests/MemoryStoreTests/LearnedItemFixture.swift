import MemoryModel
import MemoryStore
import MemoryTestSupport

/// A database with one skill, one policy and one world model.
struct LearnedItemFixture {
    let file = StoreFixture()
    let database: MemoryDatabase
    let skill = Skill.example("rotate-keys", summary: "Rotate keys.", guide: "Run keytool.\nRestart the gateway.")
    let policy = Policy.example("Alpine", trigger: "pg_config not found", procedure: "apk add postgresql-dev")
    let world = WorldModel.example("Billing", body: "Listens on port 7443.")

    init() throws {
        database = try file.open()
    }

    func write() async throws {
        try await database.write { [skill, policy, world] in
            try $0.insert(skill, reason: "made of two policies")
            try $0.insert(policy, reason: "induced")
            try $0.insert(world, reason: "abstracted")
        }
    }

    func item<Item: StoredItem>(_ id: Identifier<Item>) async throws -> Item? {
        try await database.read { try $0.item(id) }
    }

    func item<Item: StoredItem>(_ id: Identifier<Item>, version: Int) async throws -> Item? {
        try await database.read { try $0.item(id, version: version) }
    }

    func history<Item: StoredItem>(of id: Identifier<Item>) async throws -> [ItemVersion] {
        try await database.read { try $0.versions(of: id) }
    }

    /// Rows of a kind that hold a term.
    func found(_ kind: ItemKind, _ term: String, scope: Scope = .home) async throws -> [Int64] {
        try await database.read {
            try $0.tierMatches(kind, [WeightedTerm(text: term, weight: 1)], scope: scope, limit: 10).map(\.row)
        }
    }
}
