import JSONText
import MemoryModel

/// Path to request: the whole HTTP interface, a file a page of the viewer in `Routes/`.
struct RouteTable: Sendable {
    let routes: [Route]

    /// The routes of each page, by its name.
    static let pages: [(name: String, routes: [Route])] = [
        ("access", access), ("overview", overview), ("memories", memories), ("tasks", tasks), ("policies", policies),
        ("world-models", worlds), ("skills", skills), ("recall", recall), ("insight", insight),
        ("transfer", transfer), ("settings", settings),
    ]

    static let viewer = RouteTable(routes: pages.flatMap(\.routes))

    struct Match: Sendable {
        let route: Route
        let captures: [String: String]
    }

    /// The route of a path; one that names it goes before one that captures a part of it.
    func match(_ segments: [String], verb: Route.Verb) -> Match? {
        var found: Match?
        for route in routes where route.verb == verb {
            guard let captures = route.captures(segments), captures.count < found?.captures.count ?? .max else {
                continue
            }
            found = Match(route: route, captures: captures)
        }
        return found
    }

    /// The verbs that a path takes, for an answer that names them.
    func verbs(_ segments: [String]) -> [Route.Verb] {
        routes.filter { $0.captures(segments) != nil }.map(\.verb)
    }

    /// The parameters of a core request, from path, query and body. What the route does not name is ignored in the
    /// query and refused in the body, where it would be a change that is not made.
    static func params(
        _ route: Route, fixed: JSON, captures: [String: String], target: RequestTarget,
        body: JSONObject = JSONObject()
    ) throws(MemoryError) -> JSON {
        var params = fixed.object ?? JSONObject()
        for parameter in route.parameters {
            let text = captures[parameter.name] ?? target.value(parameter.name)
            guard let value = try parameter.value(from: text) else { continue }
            params[parameter.coreName] = value
        }
        for member in body.members where !route.body.contains(where: { $0.name == member.key }) {
            throw unknown(member.key.utf8.count > 64 ? "of such a name" : member.key, in: route)
        }
        for parameter in route.body {
            guard let value = try parameter.value(from: body[parameter.name]) else { continue }
            params[parameter.coreName] = value
        }
        return .object(params)
    }

    private static func unknown(_ name: String, in route: Route) -> MemoryError {
        let names = route.body.map(\.name).joined(separator: ", ")
        return MemoryError(
            .invalidArgument, "The body has no member \(name) here.",
            hint: names.isEmpty ? "This request takes no body." : "It takes \(names).")
    }
}
