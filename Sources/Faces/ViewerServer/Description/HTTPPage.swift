import HTTPReading

/// The route table as the page docs/HTTP.md.
enum HTTPPage {
    static var text: String {
        let sections = RouteTable.pages.filter { !$0.routes.isEmpty }.map { page in
            """
            ## \(title(page.name))

            | Route | What it does | Scope | Answers with | Parameters |
            |---|---|---|---|---|
            \(page.routes.map(row).joined(separator: "\n"))
            """
        }
        return head + "\n" + sections.joined(separator: "\n\n") + "\n"
    }

    private static let head = """
        # HTTP routes

        All routes of the viewer's server, made from its route table (`Sources/Faces/ViewerServer/Routes`); the running
        daemon describes the same table as an OpenAPI 3.1 document at `/api/v1/openapi.json`. Guards, login, tokens, errors
        and the event stream are in [API](API.md#http).

        A name in braces is a part of the path; *body* marks members of the JSON object in the body, **bold** what must be
        there, numbers in brackets the range, or the largest size in bytes.

        """

    private static func title(_ name: String) -> String {
        let words = name.split(separator: "-").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func row(_ route: Route) -> String {
        var parts: [String] = []
        let address = route.parameters.filter { !route.pattern.segments.contains("{\($0.name)}") }
        if !address.isEmpty { parts.append(address.map(parameter).joined(separator: ", ")) }
        if !route.body.isEmpty { parts.append("*body* " + route.body.map(parameter).joined(separator: ", ")) }
        return
            "| `\(route.verb.rawValue) \(route.path)` | \(route.summary) | \(route.isOpen ? "open" : route.scope.rawValue) "
            + "| \(answer(route)) | \(parts.joined(separator: "; ")) |"
    }

    private static func answer(_ route: Route) -> String {
        switch route.target {
        case .request(let method, _, let missing):
            let anchor = method.filter { $0 != "." }
            return "[`\(method)`](API.md#\(anchor))" + (missing == nil ? "" : "; `null` becomes 404")
        case .download(let name): return "the file `\(name)`"
        case .upload(_, let limit): return "takes a file of at most \(limit >> 20) MiB"
        case .events: return "server-sent events"
        case .health: return "[`core.health`](API.md#corehealth)"
        case .ping: return "`{ok, service, instanceId, ts}`"
        case .login, .loginForm: return "303 to `/`, or a page"
        case .description: return "the document"
        case .access(let action): return answer(action)
        case .context: return "JSON-RPC, or server-sent events; see [MCP](hosts/mcp.md)"
        }
    }

    private static func answer(_ action: AccessAction) -> String {
        switch action {
        case .whoAmI: "`{kind, id, csrf?, scopes, expiresAt?, hasPassword}`"
        case .list: "`{hasPassword, sessions, tokens}`"
        case .makeToken: "`{id, name, scopes, token, createdAt, expiresAt?}`"
        case .logOut, .endSession, .endToken, .setPassword, .removePassword: "`{ok}`"
        }
    }

    private static func parameter(_ parameter: RouteParameter) -> String {
        let name = parameter.isRequired ? "**`\(parameter.name)`**" : "`\(parameter.name)`"
        switch parameter.kind {
        case .text(let maximum): return "\(name) (\(maximum))"
        case .integer(let range):
            return range.upperBound == .max ? name : "\(name) (\(range.lowerBound)–\(range.upperBound))"
        case .number(let range): return "\(name) (\(range.lowerBound)–\(range.upperBound))"
        case .choice(let values): return "\(name) (\(values.joined(separator: " \\| ")))"
        case .choices(let values): return "\(name) (some of \(values.joined(separator: ", ")))"
        case .texts(let maximum): return "\(name) (a list, at most \(maximum))"
        case .flag, .object, .any: return name
        }
    }
}
