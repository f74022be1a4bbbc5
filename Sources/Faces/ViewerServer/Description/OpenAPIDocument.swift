import HTTPReading
import JSONText

/// The HTTP interface as an OpenAPI 3.1 document, made from the route table: it cannot say what the table does not do.
enum OpenAPIDocument {
    static let viewer = document(RouteTable.pages)

    static func document(_ pages: [(name: String, routes: [Route])]) -> JSON {
        var paths = JSONObject()
        for page in pages {
            for route in page.routes {
                var item = paths[route.path]?.object ?? JSONObject()
                item[route.verb.rawValue.lowercased()] = operation(route, page: page.name)
                paths[route.path] = .object(item)
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "memos", "version": "1",
                "description": "What the viewer asks the memory daemon, on the loopback interface of one machine.",
                "license": ["name": "MIT", "identifier": "MIT"],
            ],
            "servers": [["url": "/"]],
            "tags": .array(pages.filter { !$0.routes.isEmpty }.map { ["name": .string($0.name)] }),
            "security": [["token": []], ["session": []]],
            "paths": .object(paths),
            "components": [
                "schemas": ["Problem": problem],
                "responses": ["Problem": problemResponse],
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token of `memos viewer token new`, with the scopes it was made with.",
                    ],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": "memos_session",
                        "description": """
                        A browser's session; the name ends with _ and the port. A change needs the header X-Memos-CSRF \
                        with the word of GET /api/v1/session besides.
                        """,
                    ],
                ],
            ],
        ]
    }

    /// `getPoliciesId` for `GET /api/v1/policies/{id}`.
    static func operationID(_ route: Route) -> String {
        let words = route.pattern.segments.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }
            .filter { !["api", "v1"].contains($0) }
        return words.reduce(into: route.verb.rawValue.lowercased()) { $0 += $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    private static func operation(_ route: Route, page: String) -> JSON {
        let captured = route.pattern.segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        let parameters = route.parameters.map { parameter in
            let isCapture = captured.contains(parameter.name)
            return JSON.object(present: [
                ("name", .string(parameter.name)), ("in", isCapture ? "path" : "query"),
                ("required", isCapture || parameter.isRequired ? true : nil),
                ("schema", schema(parameter, inBody: false)),
                ("style", isList(parameter) ? "form" : nil), ("explode", isList(parameter) ? false : nil),
            ])
        }
        return .object(present: [
            ("operationId", .string(operationID(route))), ("summary", .string(route.summary)),
            ("tags", [.string(page)]),
            ("parameters", parameters.isEmpty ? nil : .array(parameters)),
            ("requestBody", requestBody(route)), ("responses", responses(route)),
            ("security", route.isOpen ? [] : nil), ("x-scope", route.isOpen ? nil : .string(route.scope.rawValue)),
        ])
    }

    private static func requestBody(_ route: Route) -> JSON? {
        switch route.target {
        case .upload(_, let limit):
            return [
                "required": true, "description": .string("At most \(limit) bytes."),
                "content": ["application/octet-stream": [:]],
            ]
        case .loginForm:
            let text: JSON = ["type": "string"]
            return [
                "required": true,
                "content": [
                    "application/x-www-form-urlencoded": [
                        "schema": ["type": "object", "properties": ["state": text, "password": text]]
                    ]
                ],
            ]
        case .context:
            return [
                "required": true, "description": "One message of JSON-RPC 2.0.",
                "content": ["application/json": ["schema": ["type": "object"]]],
            ]
        default: break
        }
        guard !route.body.isEmpty else { return nil }
        let required = route.body.filter(\.isRequired).map(\.name)
        let properties = route.body.map { JSONObject.Member(key: $0.name, value: schema($0, inBody: true)) }
        return [
            "required": .bool(!required.isEmpty),
            "content": [
                "application/json": [
                    "schema": .object(present: [
                        ("type", "object"), ("properties", .object(JSONObject(properties))),
                        ("required", required.isEmpty ? nil : JSON(required)), ("additionalProperties", false),
                    ])
                ]
            ],
        ]
    }
}
