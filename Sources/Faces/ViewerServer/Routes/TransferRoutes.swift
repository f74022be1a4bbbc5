/// What the page "Import & export" asks.
extension RouteTable {
    static let transfer: [Route] = [
        Route(
            .get, "/api/v1/import/sources", .request("import.sources"),
            summary: "Hosts that have transcripts on this machine"),
        Route(
            .get, "/api/v1/import/plan", .request("import.plan"),
            summary: "What an import would take; nothing is written",
            parameters: [.text("host", maximumBytes: 64), .text("path", maximumBytes: 4096)]),
        Route(
            .post, "/api/v1/import", .request("import.start"), summary: "Begin an import in the background",
            body: [.texts("hosts", maximumCount: 32), .text("path", maximumBytes: 4096)]),
        Route(.get, "/api/v1/import", .request("import.status"), summary: "How far the import is"),
        Route(
            .post, "/api/v1/import/cancel", .request("import.cancel"),
            summary: "End the import after the files that it is at"),
        Route(
            .get, "/api/v1/export.jsonl", .download("export.jsonl"), summary: "The whole memory, as lines of JSON"),
        Route(
            .get, "/api/v1/export.md", .download("export.md"), summary: "The memory as a book to read, in Markdown"),
        Route(
            .post, "/api/v1/restore", .upload("restore", maximumBytes: 4 << 30),
            summary: "Take the lines of an export, as export.jsonl gives them"),
    ]
}
