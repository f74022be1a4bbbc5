/// Who may look, and what the interface is.
extension RouteTable {
    static let access: [Route] = [
        Route(.get, "/api/v1/health", .health, summary: "Whether the daemon is well", isOpen: true),
        Route(.get, "/api/v1/ping", .ping, summary: "Whether a daemon is there", isOpen: true),
        Route(
            .get, "/api/v1/session", .access(.whoAmI), summary: "Who asks, and what a change has to send along"),
        Route(
            .get, "/api/v1/openapi.json", .description, summary: "This interface, as an OpenAPI document"),
        Route(
            .post, "/api/v1/logout", .access(.logOut), summary: "End the session of this browser", scope: .read),
        Route(
            .get, "/api/v1/access", .access(.list), summary: "Sessions, tokens and whether there is a password",
            scope: .admin),
        Route(
            .delete, "/api/v1/access/sessions/{id}", .access(.endSession), summary: "End a session", scope: .admin,
            parameters: [.text("id")]),
        Route(
            .post, "/api/v1/access/tokens", .access(.makeToken), summary: "Make a token, which is shown this once",
            scope: .admin,
            body: [
                .text("name", maximumBytes: 100, isRequired: true),
                .choices("scopes", Route.Scope.allCases.map(\.rawValue), isRequired: true),
                .integer("days", 1...3650),
            ]),
        Route(
            .delete, "/api/v1/access/tokens/{id}", .access(.endToken), summary: "Revoke a token", scope: .admin,
            parameters: [.text("id")]),
        Route(
            .put, "/api/v1/access/password", .access(.setPassword),
            summary: "Set the password; all other sessions end", scope: .admin,
            body: [.text("password", maximumBytes: 1024, isRequired: true)]),
        Route(
            .delete, "/api/v1/access/password", .access(.removePassword), summary: "Do without a password",
            scope: .admin),
        Route(
            .get, "/login", .login, summary: "Open the viewer with a link", isOpen: true,
            parameters: [.text("token")]),
        Route(.post, "/login", .loginForm, summary: "The form that asks for the password", isOpen: true),
    ]
}
