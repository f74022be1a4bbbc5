import JSONText

/// What a route answers with.
extension OpenAPIDocument {
    static let problem: JSON = [
        "type": "object", "description": "An error in the form of RFC 9457.",
        "properties": [
            "type": ["const": "about:blank"],
            "title": ["type": "string", "description": "What happened, for people."],
            "status": ["type": "integer", "minimum": 400, "maximum": 599],
            "detail": ["type": "string"],
            "code": ["type": "string", "description": "What happened, for programs; it does not change."],
            "hint": ["type": "string", "description": "What to do about it."],
            "details": ["description": "What a program may want to know besides."],
        ],
        "required": ["type", "title", "status", "detail", "code"],
    ]

    static let problemResponse: JSON = [
        "description": "An error.",
        "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
    ]

    static func responses(_ route: Route) -> JSON {
        var responses: [(String, JSON?)] = [answer(route)]
        if case .login = route.target { responses.insert(("200", page("The form that asks for the password.")), at: 0) }
        let isPage = !Route.isForPrograms(route.path)
        for status in statuses(route) {
            responses.append((status, isPage ? page("An error, as a page.") : error(route)))
        }
        return .object(present: responses)
    }

    private static func error(_ route: Route) -> JSON {
        guard case .context = route.target else { return ["$ref": "#/components/responses/Problem"] }
        // What our guards refuse is a problem; what was read as a message is answered as one.
        return [
            "description": "An error of ours, or a message of JSON-RPC with one.",
            "content": [
                "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]],
                "application/json": ["schema": ["type": "object"]],
            ],
        ]
    }

    /// The statuses of errors: our own guards first, then what the core may say.
    private static func statuses(_ route: Route) -> [String] {
        let takesBody = !route.body.isEmpty || isUpload(route)
        return ["400"] + (route.isOpen ? [] : ["401"]) + ["403", "404"] + (takesBody ? ["408"] : []) + ["409"]
            + (route.verb == .get ? [] : ["413", "415"]) + ["500", "503"] + ["default"]
    }

    private static func answer(_ route: Route) -> (String, JSON?) {
        switch route.target {
        case .login, .loginForm:
            return (
                "303", ["description": "The session is open.", "headers": ["Location": ["schema": ["type": "string"]]]]
            )
        case .events:
            return (
                "200",
                [
                    "description": .string(route.summary),
                    "content": ["text/event-stream": ["schema": ["type": "string"]]],
                ]
            )
        case .download:
            return ("200", ["description": .string(route.summary), "content": ["*/*": [:]]])
        case .context:
            return (
                "200",
                [
                    "description": "The answer, or messages of which it is the last; 202 to what asks for nothing.",
                    "content": [
                        "application/json": ["schema": ["type": "object"]],
                        "text/event-stream": ["schema": ["type": "string"]],
                    ],
                ]
            )
        default:
            return (
                "200",
                [
                    "description": .string(route.summary),
                    "content": ["application/json": ["schema": ["type": "object"]]],
                ]
            )
        }
    }

    private static func isUpload(_ route: Route) -> Bool {
        if case .upload = route.target { true } else { false }
    }

    private static func page(_ description: String) -> JSON {
        ["description": .string(description), "content": ["text/html": ["schema": ["type": "string"]]]]
    }
}
