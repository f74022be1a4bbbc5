import MemoryModel
import Testing

@testable import HubStore

@Suite("Search in a hub")
struct SearchTests {
    private let author = Author()

    private func names(_ query: String, in database: HubDatabase, limit: Int = 10) async throws -> [String] {
        try await database.search(query, limit: limit) { _ in true }.map(\.name)
    }

    @Test("the name counts more than the text, and rare words more than common ones", arguments: HubPlace.available)
    func ranking(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.append(
            [
                author.skill("rotate certificates", text: "Renew them with the tool."),
                author.skill("build images", text: "Building, and at the end the certificates are copied. More words."),
                author.skill("roll back a deployment", text: "Deploy the version before it."), author.grant(),
            ], by: author)
        #expect(
            try await names("how do I rotate certificates?", in: database) == ["rotate certificates", "build images"])
        #expect(try await names("deployments", in: database) == ["roll back a deployment"])
        #expect(try await names("kubernetes", in: database) == [])
        #expect(try await names("", in: database) == [])
        try await database.append([author.skill("kubernetes upgrade")], by: author)
        #expect(try await names("kubernetes", in: database) == ["kubernetes upgrade"])
        await fixture.close(database)
    }

    @Test("Chinese is found", arguments: HubPlace.available)
    func chinese(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.append(
            [author.skill("数据库迁移", text: "先备份数据库再迁移。"), author.skill("前端构建", text: "安装依赖。")], by: author)
        #expect(try await names("怎么迁移数据库", in: database).first == "数据库迁移")
        await fixture.close(database)
    }

    @Test("what the asker may not find makes room for the next", arguments: HubPlace.available)
    func admission(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.append(
            (1...20).map { try author.skill("deploy \($0)", groups: [$0 % 5 == 0 ? "ops" : "design"]) }, by: author)
        let hits = try await database.search("deploy", limit: 3) { $0.groups == ["ops"] }
        #expect(hits.count == 3 && hits.allSatisfy { $0.groups == ["ops"] && $0.score > 0 && $0.kind == "skill" })
        await fixture.close(database)
    }

    @Test("words that another analysis made are made anew from the statement", arguments: HubPlace.available)
    func outdated(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.append([author.skill("rotate certificates")], by: author)
        try await database.write { _ = try $0.session.execute("UPDATE envelopes SET words = '0'", []) }
        #expect(try await names("certificates", in: database) == ["rotate certificates"])
        await fixture.close(database)
    }

    @Test("words come back from their column as they were")
    func words() {
        let words = SearchWords(name: "Rotate keys", summary: "rotation", text: "src/app/main.swift 密钥 keys")
        #expect(SearchWords(stored: words.stored) == words)
        #expect(SearchWords(stored: "0\n1 a") == nil && SearchWords(stored: "") == nil)
        #expect(words.weights.first?.weight ?? 0 >= 3)
        let long = SearchWords(name: "a", summary: "", text: (0..<5_000).map { "word\($0)" }.joined(separator: " "))
        #expect(long.weights.count == SearchWords.limit)
    }
}
