import RuntimeHome

/// The Model Context Protocol for clients that take an address instead of a command.
extension RouteTable {
    static let context: [Route] = [
        Route(
            .post, ContextAnswers.path, .context, summary: "A message of the Model Context Protocol; no sessions",
            scope: .read,
            parameters: [
                .choice("agent", Agent.allCases.map(\.rawValue)), .choice("tools", ["all"]),
                .text("workspace", maximumBytes: 4096),
            ])
    ]
}
