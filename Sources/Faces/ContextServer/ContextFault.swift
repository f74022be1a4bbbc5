import JSONText
import MemoryModel

/// An error of the protocol: the request could not be taken. What goes wrong in a tool is an answer, and none of these.
struct ContextFault: Error, Sendable, Equatable {
    var code: Int64
    var message: String
    var data: JSON?

    static let methodNotFound: Int64 = -32601
    static let invalidParams: Int64 = -32602
    static let headerMismatch: Int64 = -32020
    static let missingCapability: Int64 = -32021
    static let unsupportedVersion: Int64 = -32022

    static func method(_ name: String) -> ContextFault {
        ContextFault(code: methodNotFound, message: "There is no method \"\(name)\" here.")
    }

    static func params(_ message: String, data: JSON? = nil) -> ContextFault {
        ContextFault(code: invalidParams, message: message, data: data)
    }

    static func header(_ message: String) -> ContextFault {
        ContextFault(code: headerMismatch, message: message)
    }

    static func version(_ requested: String) -> ContextFault {
        ContextFault(
            code: unsupportedVersion, message: "The protocol version \(requested) is not spoken here.",
            data: ["supported": JSON(Era.statelessVersions), "requested": .string(requested)])
    }

    static func capability(_ name: String) -> ContextFault {
        ContextFault(
            code: missingCapability, message: "This takes a client that offers \(name).",
            data: ["requiredCapabilities": .object(JSONObject([.init(key: name, value: [:])]))])
    }

    /// Nothing is at the address. Until 2025-11-25 that had a number of its own.
    static func resource(_ uri: String, _ era: Era) -> ContextFault {
        ContextFault(
            code: era.isStateless ? invalidParams : -32002, message: "There is no such memory.",
            data: ["uri": .string(uri)])
    }

    init(code: Int64, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// What the program behind the protocol said.
    init(_ error: any Error) {
        switch error {
        case let fault as ContextFault: self = fault
        case let error as MemoryError:
            let isArgument = error.code == .invalidArgument || error.code == .notFound
            self.init(
                code: isArgument ? Self.invalidParams : -32603, message: error.message,
                data: .object(present: [
                    ("code", .string(error.code.rawValue)), ("hint", error.hint.map(JSON.string)),
                ]))
        default:
            self.init(
                code: -32603, message: "The request failed inside the memory.",
                data: ["hint": "`memos logs` says more."])
        }
    }

    func response(to id: JSON) -> JSON {
        [
            "jsonrpc": "2.0", "id": id,
            "error": .object(present: [
                ("code", .integer(code)), ("message", .string(message)), ("data", data),
            ]),
        ]
    }
}
