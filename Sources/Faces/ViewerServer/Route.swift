import HTTPReading
import JSONText
import MemoryModel

/// One line of the route table: a verb, a path pattern and what stands behind it.
struct Route: Sendable {
    enum Verb: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What a session or token must be allowed to do.
    enum Scope: String, Sendable, CaseIterable {
        case read
        case write
        /// Settings, sessions, tokens, the daemon itself.
        case admin
    }

    enum Target: Sendable {
        /// A request of the core. `fixed` parameters are ours and cannot be overridden from outside.
        case request(String, fixed: JSON = [:], missing: Missing? = nil)
        /// A file that is made while it is sent.
        case download(String)
        /// A body of any kind, kept in a private file until it is answered.
        case upload(String, maximumBytes: Int)
        case events
        case health
        case ping
        case login
        /// The form of the page that asks for a password.
        case loginForm
        case description
        case access(AccessAction)
        /// A message of the Model Context Protocol.
        case context
    }

    /// What a `null` answer means: there is no such thing, an error on HTTP.
    struct Missing: Sendable {
        let code: MemoryError.Code
        let message: String
    }

    let verb: Verb
    let pattern: PathPattern
    let summary: String
    let scope: Scope
    /// Answers without a session.
    let isOpen: Bool
    /// In the address: captures and query.
    let parameters: [RouteParameter]
    /// Members of the JSON object in the body.
    let body: [RouteParameter]
    let target: Target

    init(
        _ verb: Verb, _ path: String, _ target: Target, summary: String, scope: Scope? = nil, isOpen: Bool = false,
        parameters: [RouteParameter] = [], body: [RouteParameter] = []
    ) {
        self.verb = verb
        pattern = PathPattern(path)
        self.summary = summary
        self.scope = scope ?? (verb == .get ? .read : .write)
        self.isOpen = isOpen
        self.parameters = parameters
        self.body = body
        self.target = target
    }

    /// Whether an error at this address is for a program to read, and not a page.
    static func isForPrograms(_ address: String) -> Bool {
        address.hasPrefix("/api/") || address.prefix { $0 != "?" } == ContextAnswers.path
    }

    var path: String { pattern.path }

    /// What has no end that is known before it comes, and so no headers without a body.
    var isStream: Bool {
        switch target {
        case .events, .download: true
        default: false
        }
    }
}

/// What can be done with the ways into the viewer itself.
enum AccessAction: Sendable {
    /// Who asks, and what a form of this page has to send along.
    case whoAmI
    case list
    case logOut
    case endSession
    case makeToken
    case endToken
    case setPassword
    case removePassword
}
