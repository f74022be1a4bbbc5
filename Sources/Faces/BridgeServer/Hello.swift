import JSONText
import MemoryModel

/// The first line of each side, which settles the protocol before anything is asked.
struct Hello: Sendable {
    var role: Role
    var agent: String?
    /// What a front says of the client of the Model Context Protocol that it relays for.
    var context: JSON?

    enum Role: String, Sendable {
        case bridge
        case hook
        case cli
        case mcp
    }

    /// - Throws: when the client speaks another protocol.
    init(line: [UInt8], protocolVersion: Int) throws(MemoryError) {
        guard let value = try? JSON(parsing: line), value["memos"]?.string == "hello" else {
            throw MemoryError(
                .protocolError, "The first line must be a hello of memos.",
                hint: "Talk to the daemon through `memos bridge`."
            )
        }
        guard value["protocol"]?.int == Int64(protocolVersion) else {
            throw MemoryError(
                .protocolError, "The client and the daemon speak different protocols.",
                hint: "Run `memos stop`; the next call starts the daemon that fits."
            )
        }
        role = value["role"]?.string.flatMap(Role.init(rawValue:)) ?? .cli
        agent = value["agent"]?.string
        context = role == .mcp ? value["mcp"] ?? [:] : nil
    }

    static func reply(_ options: BridgeServer.Options, processID: Int32) -> JSON {
        [
            "memos": "hello", "protocol": JSON(options.protocolVersion), "version": .string(options.version),
            "instanceId": .string(options.instanceID), "pid": .integer(Int64(processID)),
        ]
    }

    static func refusal(_ error: MemoryError) -> JSON {
        .object(present: [
            ("memos", "refused"), ("code", "protocol_mismatch"), ("message", .string(error.message)),
            ("hint", error.hint.map(JSON.string)),
        ])
    }
}
