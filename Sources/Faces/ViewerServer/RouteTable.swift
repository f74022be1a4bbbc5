import JSONText
import MemoryModel

/// Path to request: the whole HTTP interface, a file a page of the viewer in `Routes/`.
struct RouteTable: Sendable {
    let routes: [Route]

    static let viewer = RouteTable(
        routes: access + overview + memories + tasks + policies + worlds + skills + recall + insight + transfer
            + settings)

    struct Match: Sendable {
        let route: Route
        let captures: [String: String]
    }

    func match(_ segments: [String], verb: Route.Verb) -> Match? {
        for route in routes where route.verb == verb {
            if let captures = route.captures(segments) { return Match(route: route, captures: captures) }
        }
        return nil
    }

    /// The verbs that a path takes, for an answer that names them.
    func verbs(_ segments: [String]) -> [Route.Verb] {
        routes.filter { $0.captures(segments) != nil }.map(\.verb)
    }

    /// The parameters of a core request, from path and query; what the route does not name is ignored.
    static func params(
        _ parameters: [RouteParameter], fixed: JSON, captures: [String: String], target: RequestTarget
    ) throws(MemoryError) -> JSON {
        var params = fixed.object ?? JSONObject()
        for parameter in parameters {
            let text = captures[parameter.name] ?? target.value(parameter.name)
            guard let value = try parameter.value(from: text) else { continue }
            params[parameter.coreName] = value
        }
        return .object(params)
    }
}
