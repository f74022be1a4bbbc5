import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

extension HubDesk {
    /// Items about something, best first: the versions that count now, of those the device may read.
    func search(_ parameters: HubParameters, by caller: HubCaller) async throws(HubFault) -> HubReply {
        guard let query = try parameters.word("q", maximumBytes: 2000) else {
            throw HubParameters.wrong("q", "what is looked for")
        }
        let limit = try parameters.number("limit", in: 1...100, default: 10)
        let kinds = try kinds(parameters)
        guard let device = caller.device else { throw .pending }
        let hits: [SearchHit]
        do throws(MemoryError) {
            hits = try await database.search(query, limit: limit) { [keeper] hit in
                guard kinds.contains(hit.kind) else { return false }
                return keeper.read { state in
                    state.mayRead(device, hit.id) && state.verdict(of: hit.id).isValid
                        && state.item(hit.item)?.head == hit.id
                }
            }
        } catch {
            throw HubFault(error)
        }
        let makers = keeper.read { state in
            hits.map { hit in VerifyingKey(hex: hit.signer).flatMap { state.device($0)?.member } }
        }
        return HubReply([
            "hits": .array(
                zip(hits, makers).map { hit, member in
                    .object(present: [
                        ("id", .string(hit.id)), ("item", .string(hit.item)), ("kind", .string(hit.kind)),
                        ("name", .string(hit.name)), ("summary", .string(hit.summary)),
                        ("member", member.map(JSON.string)), ("groups", JSON(hit.groups)), ("score", JSON(hit.score)),
                    ])
                })
        ])
    }

    private func kinds(_ parameters: HubParameters) throws(HubFault) -> Set<String> {
        let all = Set(ItemStatement.Kind.allCases.map(\.rawValue))
        guard let text = try parameters.word("kinds", maximumBytes: 200) else { return all }
        let kinds = Set(text.split(separator: ",").map(String.init))
        guard kinds.isSubset(of: all) else {
            throw HubParameters.wrong("kinds", "some of \(all.sorted().joined(separator: ","))")
        }
        return kinds
    }
}
