package import JSONText
package import MemoryModel

package struct CoreInit: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "core.init"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct ImportPlan: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.plan"
    package static let access = Access.reads

    package var path: String?
    package var host: String?
    package var format: String?
    /// Whether every host is meant.
    package var isAll: Bool
    package var since: Timestamp?
    /// Variables of the caller's environment; those that are no text are left out.
    package var environment: [String: String]
    package var progressToken: JSON?

    package init(_ fields: Fields) throws {
        path = try fields.string("path")
        host = try fields.string("host")
        format = try fields.string("format")
        isAll = try fields.bool("all") ?? false
        since = try fields.time("since")
        environment = (fields.json("environment")?.object?.members ?? []).reduce(into: [:]) { variables, member in
            variables[member.key] = member.value.string
        }
        progressToken = fields.json("progressToken")
        if isAll, path != nil {
            throw MemoryError(
                .invalidArgument, "\"all\" means the usual places of every host, and a path none of them.",
                hint: "Leave one of the two out.")
        }
    }
}

package struct ImportRun: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.run"
    package static let access = Access.writes

    package var source: ImportPlan

    package init(_ fields: Fields) throws {
        source = try ImportPlan(fields)
    }
}

package struct ImportSources: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.sources"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct ImportStart: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.start"
    package static let access = Access.writes

    package var hosts: [String]
    package var path: String?
    package var format: String?

    package init(_ fields: Fields) throws {
        hosts = try fields.strings("hosts") ?? []
        path = try fields.absolutePath("path")
        format = try fields.string("format")
        guard !hosts.isEmpty || path != nil else {
            throw MemoryError(
                .invalidArgument, "Nothing was chosen to import.", hint: "Name hosts, or the path of a transcript.")
        }
    }
}

package struct ImportStatus: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.status"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

package struct ImportCancel: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "import.cancel"
    package static let access = Access.writes

    package init(_ fields: Fields) throws {}
}

package struct ExportBook: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "export.book"
    package static let access = Access.reads

    package var cursor: String?

    package init(_ fields: Fields) throws {
        cursor = try fields.string("cursor")
    }
}

package struct ExportPage: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "export.page"
    package static let access = Access.reads

    package var cursor: String?
    package var limit: Int

    package init(_ fields: Fields) throws {
        cursor = try fields.string("cursor")
        limit = try fields.integer("limit", in: 1...2000, default: 500)
    }
}

package struct ExportRestore: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "export.restore"
    package static let access = Access.writes

    package var lines: [JSON]

    package init(_ fields: Fields) throws {
        lines = try fields.requiredArray("lines")
    }
}
