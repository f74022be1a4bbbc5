import HTTPReading
import JSONText
import MemoryModel

/// Path to request: the whole HTTP interface, a file a page of the viewer in `Routes/`.
struct RouteTable: Sendable {
    let routes: [Route]

    /// The routes of each page, by its name.
    static let pages: [(name: String, routes: [Route])] = [
        ("access", access), ("overview", overview), ("memories", memories), ("tasks", tasks), ("policies", policies),
        ("world-models", worlds), ("skills", skills), ("recall", recall), ("insight", insight),
        ("transfer", transfer), ("hub", hub), ("settings", settings), ("model-context", context),
    ]

    static let viewer = RouteTable(routes: pages.flatMap(\.routes))

    struct Match: Sendable {
        let route: Route
        let captures: [String: String]
    }

    func match(_ segments: [String], verb: Route.Verb) -> Match? {
        matches(segments).first { $0.route.verb == verb }
    }

    /// The verbs that a path takes, for an answer that names them.
    func verbs(_ segments: [String]) -> [Route.Verb] {
        matches(segments).map(\.route.verb)
    }

    /// All routes of a path; those that name it hide those that capture a part of it.
    private func matches(_ segments: [String]) -> [Match] {
        let all = routes.compactMap { route in
            route.pattern.captures(segments).map { Match(route: route, captures: $0) }
        }
        let fewest = all.map(\.captures.count).min()
        return all.filter { $0.captures.count == fewest }
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
