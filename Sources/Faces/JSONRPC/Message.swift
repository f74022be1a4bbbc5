package import JSONText
package import MemoryModel

/// A JSON-RPC 2.0 message as it came, checked for its envelope only.
package enum Message: Sendable, Equatable {
    case request(id: JSON, method: String, params: JSON?)
    case notification(method: String, params: JSON?)
    case response(id: JSON, result: Result<JSON, ResponseError>)

    /// Reads one line.
    ///
    /// - Throws: an error response ready to be sent, with the request's id where it could be read.
    package init(line: [UInt8]) throws(InvalidMessage) {
        let value: JSON
        do {
            value = try JSON(parsing: line)
        } catch {
            throw InvalidMessage(
                id: .null, code: .parse, message: "invalid JSON",
                details: ["reason": .string(error.reason.rawValue), "offset": JSON(error.offset)]
            )
        }
        guard case .object(let object) = value else {
            throw InvalidMessage(id: .null, code: .invalidRequest, message: "not JSON-RPC 2.0: a message is an object")
        }
        let id = object["id"]
        guard object["jsonrpc"]?.string == "2.0" else {
            throw InvalidMessage(id: Self.echo(id), code: .invalidRequest, message: "not JSON-RPC 2.0")
        }
        if let method = object["method"] {
            guard let name = method.string, !name.isEmpty else {
                throw InvalidMessage(
                    id: Self.echo(id), code: .invalidRequest, message: "not JSON-RPC 2.0: the method is no string"
                )
            }
            guard let id else {
                self = .notification(method: name, params: object["params"])
                return
            }
            guard Self.isValid(id: id) else {
                throw InvalidMessage(
                    id: .null, code: .invalidRequest, message: "not JSON-RPC 2.0: the id is no string or number"
                )
            }
            self = .request(id: id, method: name, params: object["params"])
        } else if let id, let result = object["result"] {
            self = .response(id: id, result: .success(result))
        } else if let id, let error = object["error"] {
            self = .response(
                id: id,
                result: .failure(
                    ResponseError(
                        code: error["code"]?.int ?? ErrorCode.internal.rawValue,
                        message: error["message"]?.string ?? "", data: error["data"]
                    )
                )
            )
        } else {
            throw InvalidMessage(id: Self.echo(id), code: .invalidRequest, message: "not JSON-RPC 2.0: no method")
        }
    }

    private static func isValid(id: JSON) -> Bool {
        switch id {
        case .string, .integer, .double, .literal, .null: true
        case .bool, .array, .object: false
        }
    }

    private static func echo(_ id: JSON?) -> JSON {
        id.flatMap { isValid(id: $0) ? $0 : nil } ?? .null
    }
}

/// An error as a peer sent it.
package struct ResponseError: Error, Sendable, Equatable {
    package var code: Int64
    package var message: String
    package var data: JSON?
}

/// A line that is no message, with the answer it gets.
package struct InvalidMessage: Error, Sendable, Equatable {
    package var id: JSON
    package var code: ErrorCode
    package var message: String
    package var details: JSON?

    package init(id: JSON, code: ErrorCode, message: String, details: JSON? = nil) {
        self.id = id
        self.code = code
        self.message = message
        self.details = details
    }

    package var response: JSON {
        Outgoing.failure(
            id: id, code: code,
            error: MemoryError(.protocolError, message, details: details, hint: "One JSON-RPC 2.0 object a line.")
        )
    }
}

/// The numbers of JSON-RPC 2.0; everything of our own is told apart by `data.code`.
package enum ErrorCode: Int64, Sendable {
    case parse = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case `internal` = -32603
    case server = -32000

    package init(_ code: MemoryError.Code) {
        switch code {
        case .invalidArgument, .configInvalid, .protocolError: self = .invalidParams
        case .unknownMethod: self = .methodNotFound
        default: self = .server
        }
    }
}

/// Messages of ours.
package enum Outgoing {
    package static func result(id: JSON, _ result: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    package static func failure(id: JSON, error: MemoryError) -> JSON {
        failure(id: id, code: ErrorCode(error.code), error: error)
    }

    package static func failure(id: JSON, code: ErrorCode, error: MemoryError) -> JSON {
        [
            "jsonrpc": "2.0", "id": id,
            "error": [
                "code": .integer(code.rawValue), "message": .string(error.message),
                "data": .object(present: [
                    ("name", "MemosError"), ("code", .string(error.code.rawValue)), ("message", .string(error.message)),
                    ("details", error.details), ("hint", error.hint.map(JSON.string)),
                ]),
            ],
        ]
    }

    package static func notification(_ method: String, _ params: JSON) -> JSON {
        ["jsonrpc": "2.0", "method": .string(method), "params": params]
    }
}
