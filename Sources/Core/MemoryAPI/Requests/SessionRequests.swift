package import JSONText
package import MemoryModel

package struct SessionOpen: MemoryRequest {
    package static let method = "session.open"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: String?
    package var meta: JSON

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try fields.string("sessionId").flatMap { $0.isEmpty ? nil : $0 }
        meta = fields.json("meta") ?? .object(JSONObject())
    }

    package struct Response: WireResponse {
        package var sessionID: SessionID

        package init(sessionID: SessionID) {
            self.sessionID = sessionID
        }

        package var json: JSON { ["sessionId": .string(sessionID.rawValue)] }
    }
}

package struct SessionClose: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "session.close"
    package static let access = Access.writes

    package var sessionID: SessionID

    package init(_ fields: Fields) throws {
        sessionID = try SessionID(fields.requiredString("sessionId"))
    }
}

/// What a session is to know from its start, for the host's system context.
package struct SessionContext: MemoryRequest {
    package static let method = "session.context"
    package static let access = Access.writes

    package var owner: Namespace
    package var sessionID: SessionID
    /// How the session began, in the host's word; `resume` and `fork` have it in their transcript.
    package var entry: String

    package init(_ fields: Fields) throws {
        owner = try Namespace(agent: fields.requiredString("agent"), fields: fields)
        sessionID = try SessionID(fields.requiredString("sessionId"))
        entry = try fields.string("entry") ?? "start"
    }

    package struct Response: WireResponse {
        package var text: String
        /// For the person, where the host can show it.
        package var notice: String?

        package init(text: String, notice: String? = nil) {
            self.text = text
            self.notice = notice
        }

        package var json: JSON { .object(present: [("text", .string(text)), ("notice", notice.map(JSON.string))]) }
    }
}

/// The host has cut its context short: what was said before is no longer before the model's eyes.
package struct SessionCompacted: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "session.compacted"
    package static let access = Access.writes

    package var sessionID: SessionID
    package var at: Timestamp

    package init(_ fields: Fields) throws {
        sessionID = try SessionID(fields.requiredString("sessionId"))
        at = try fields.requiredTime("ts")
    }
}

package struct EpisodeOpen: MemoryRequest {
    package static let method = "episode.open"
    package static let access = Access.writes

    package var sessionID: SessionID
    package var userMessage: String?

    package init(_ fields: Fields) throws {
        sessionID = try SessionID(fields.requiredString("sessionId"))
        userMessage = try fields.string("userMessage")
    }

    package struct Response: WireResponse {
        package var episodeID: EpisodeID

        package init(episodeID: EpisodeID) {
            self.episodeID = episodeID
        }

        package var json: JSON { ["episodeId": .string(episodeID.rawValue)] }
    }
}

package struct EpisodeClose: MemoryRequest {
    package typealias Response = Acknowledgement
    package static let method = "episode.close"
    package static let access = Access.writes

    package var episodeID: EpisodeID

    package init(_ fields: Fields) throws {
        episodeID = try EpisodeID(fields.requiredString("episodeId"))
    }
}

extension Namespace {
    /// The owner that a request names: `namespace` where it is given, `agent` otherwise.
    init(agent: String, fields: Fields) throws {
        let given = try fields.fields("namespace")
        let kind = try given?.string("agentKind") ?? agent
        let profile = try given?.string("profileId") ?? Namespace.defaultProfile
        let workspace = try given?.string("workspacePath") ?? given?.string("workspaceId")
        self.init(
            agentKind: kind.isEmpty ? agent : kind, profile: profile.isEmpty ? Namespace.defaultProfile : profile,
            workspace: workspace?.isEmpty == true ? nil : workspace
        )
    }
}
