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
            .get, "/api/v1/export", .request("export.page"), summary: "A page of the export, as lines of JSON",
            parameters: [.text("cursor", maximumBytes: 64), .integer("limit", 1...2000)]),
        Route(
            .get, "/api/v1/export/book", .request("export.book"), summary: "A page of the memory as a book in Markdown",
            parameters: [.text("cursor", maximumBytes: 64)]),
        Route(
            .post, "/api/v1/restore", .request("export.restore"),
            summary: "Take lines of an export, all or none of them",
            body: [.any("lines")]),
    ]
}
