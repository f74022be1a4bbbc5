import HTTPReading

/// One line of the route table: a verb, a path below `/hub/v1`, who may come, and what it is about.
struct HubRoute: Sendable {
    enum Verb: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    enum Admission: Sendable {
        /// Everybody.
        case all
        /// A device with a token, also one that waits for approval.
        case device
        /// A device of the team.
        case active
        /// One of an admin.
        case admin
    }

    let verb: Verb
    let pattern: PathPattern
    let admission: Admission
    let call: HubCall

    init(_ verb: Verb, _ path: String, _ admission: Admission, _ call: HubCall) {
        self.verb = verb
        pattern = PathPattern(path)
        self.admission = admission
        self.call = call
    }
}

/// What can be asked of a hub.
enum HubCall: Sendable {
    case hello
    case startPairing
    case finishPairing
    case me
    case rotateToken
    case post
    case feed
    case search
    case devices
    case rejectDevice
    case invite
    case invites
    case cancelInvite
    case tokens
    case revokeToken
    case audit
    case health
}

/// The whole interface of a hub.
enum HubRouteTable {
    static let root = ["hub", "v1"]

    static let routes: [HubRoute] = [
        HubRoute(.get, "/hello", .all, .hello),
        HubRoute(.post, "/pair/start", .all, .startPairing),
        HubRoute(.post, "/pair/finish", .all, .finishPairing),
        HubRoute(.get, "/me", .device, .me),
        HubRoute(.post, "/token/rotate", .device, .rotateToken),
        // The first admin is not active yet when it says so with its own grant.
        HubRoute(.post, "/statements", .device, .post),
        HubRoute(.get, "/feed", .active, .feed),
        HubRoute(.get, "/search", .active, .search),
        HubRoute(.get, "/devices", .active, .devices),
        HubRoute(.delete, "/devices/{device}/pending", .admin, .rejectDevice),
        HubRoute(.post, "/invites", .admin, .invite),
        HubRoute(.get, "/invites", .admin, .invites),
        HubRoute(.delete, "/invites/{handle}", .admin, .cancelInvite),
        HubRoute(.get, "/tokens", .device, .tokens),
        HubRoute(.delete, "/tokens/{id}", .device, .revokeToken),
        HubRoute(.get, "/audit", .admin, .audit),
        HubRoute(.get, "/health", .active, .health),
    ]

    struct Match: Sendable {
        let route: HubRoute
        let captures: [String: String]
    }

    /// Throws 404 for a path nobody knows and 405 for a verb it does not take.
    static func match(_ segments: [String], verb: String) throws(HubFault) -> Match {
        guard segments.starts(with: root) else { throw .nowhere }
        let rest = segments.dropFirst(root.count)
        let matches = routes.compactMap { route in
            route.pattern.captures(rest).map { Match(route: route, captures: $0) }
        }
        guard !matches.isEmpty else { throw .nowhere }
        guard let match = matches.first(where: { $0.route.verb.rawValue == verb }) else {
            throw .method(matches.map(\.route.verb.rawValue))
        }
        return match
    }
}
