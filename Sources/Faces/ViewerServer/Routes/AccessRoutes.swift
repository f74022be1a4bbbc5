/// Who may look, and what the interface is.
extension RouteTable {
    static let access: [Route] = [
        Route(.get, "/api/v1/health", .health, summary: "Whether the daemon is well", isOpen: true),
        Route(.get, "/api/v1/ping", .ping, summary: "Whether a daemon is there", isOpen: true),
        Route(.get, "/login", .login, summary: "Open the viewer with a link", isOpen: true),
    ]
}
