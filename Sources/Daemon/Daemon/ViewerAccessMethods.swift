import JSONText
import MemoryAPI
import MemoryDispatch
import MemoryModel
import ViewerServer

/// The ways into the viewer, for the commands of the person whose daemon this is.
struct ViewerAccessMethods: Sendable {
    let viewer: ViewerServer?

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("viewer.link") { [self] _, _ in ["url": .string(try await open().link())] }
        dispatcher.add("access.list", access: .reads) { [self] _, _ in try open().accessList() }
        dispatcher.add("access.make_token") { [self] params, _ in
            let fields = try Fields(params, method: "access.make_token")
            let name = try fields.requiredString("name")
            let scopes = try fields.strings("scopes") ?? ["read"]
            guard !name.isEmpty, name.utf8.count <= 100 else {
                throw MemoryError(.invalidArgument, "A token's name has 1 to 100 bytes.")
            }
            guard !scopes.isEmpty, scopes.allSatisfy(ViewerServer.scopes.contains) else {
                throw MemoryError(
                    .invalidArgument, "A token's scopes are some of \(ViewerServer.scopes.joined(separator: ", ")).")
            }
            let days = try fields.integer("days", in: 1...3650)
            return try open().makeToken(name: name, scopes: scopes, days: days.map(Int64.init))
        }
        dispatcher.add("access.revoke") { [self] params, _ in
            try open().revoke(Fields(params, method: "access.revoke").requiredString("id"))
            return ["ok": true]
        }
        dispatcher.add("access.set_password") { [self] params, _ in
            let password = try Fields(params, method: "access.set_password").requiredString("password")
            guard password.utf8.count <= 1024 else {
                throw MemoryError(.invalidArgument, "A password has at most 1,024 bytes.")
            }
            try await open().setPassword(password)
            return ["ok": true]
        }
        dispatcher.add("access.remove_password") { [self] _, _ in ["removed": .bool(try open().removePassword())] }
    }

    private func open() throws -> ViewerServer {
        guard let viewer else {
            throw MemoryError(
                .unsupported, "The viewer is switched off.",
                hint: "Set viewer.enabled to true in config.yaml and restart.")
        }
        return viewer
    }
}
