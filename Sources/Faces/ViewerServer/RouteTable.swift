import JSONText
import MemoryModel

/// Path to request: the whole HTTP interface on one page. All routes are read with GET.
struct RouteTable: Sendable {
    let routes: [Route]

    static let viewer = RouteTable(routes: [
        Route("/api/v1/health", isOpen: true, .health),
        Route("/api/v1/ping", isOpen: true, .ping),
        Route("/login", isOpen: true, .login),
        Route("/api/v1/events", .events),
        Route("/api/v1/status", .request("core.status")),
        Route(
            "/api/v1/turns",
            .request(
                "memory.list_turns",
                parameters: [
                    .integer("limit", 1...200), .text("before"), .text("sessionId"), .text("agent"),
                    .text("q", maximumBytes: 4096),
                ])),
        Route(
            "/api/v1/search",
            .request(
                "memory.search",
                parameters: [
                    .text("q", as: "query", maximumBytes: 4096, isRequired: true), .integer("limit", 1...100),
                ],
                fixed: JSONObject([JSONObject.Member(key: "explain", value: true)]))),
        Route(
            "/api/v1/traces/{id}",
            .request(
                "memory.get_trace", parameters: [.text("id")],
                missing: Route.Missing(code: .traceNotFound, message: "There is no trace with this id."))),
        Route(
            "/api/v1/episodes/{id}/timeline", .request("memory.timeline", parameters: [.text("id", as: "episodeId")])),
        Route("/api/v1/config", .request("config.get")),
        Route("/api/v1/logs", .request("logs.tail", parameters: [.integer("limit", 1...2000), .text("level")])),
    ])

    struct Match: Sendable {
        let route: Route
        let captures: [String: String]
    }

    func match(_ segments: [String]) -> Match? {
        for route in routes {
            if let captures = route.captures(segments) { return Match(route: route, captures: captures) }
        }
        return nil
    }

    /// The parameters of a core request, from path and query; what the route does not name is ignored.
    static func params(
        _ parameters: [Route.Parameter], fixed: JSONObject, captures: [String: String], target: RequestTarget
    ) throws(MemoryError) -> JSON {
        var params = fixed
        for parameter in parameters {
            let text = captures[parameter.name] ?? target.value(parameter.name)
            guard let value = try parameter.value(from: text) else { continue }
            params[parameter.coreName] = value
        }
        return .object(params)
    }
}
