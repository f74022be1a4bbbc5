/// Where the viewer listens and how much it allows one client.
package struct ViewerOptions: Sendable {
    /// Tried first; 0 lets the system choose.
    package var preferredPort: Int
    /// How many ports, counting up from the preferred one, are tried when they are taken.
    package var portTries: Int
    /// The folder that holds `index.html`.
    package var assets: String
    /// Where uploads lie until they are answered; a folder of ours alone, made when it is needed.
    package var uploads: String
    /// A connection that has sent no complete request for so long is closed.
    package var idleTimeout: Duration
    /// Silence on an event stream is broken by a comment, so that a dead peer is noticed.
    package var heartbeat: Duration
    package var maximumStreams: Int
    package var maximumConnections: Int
    /// Of a JSON body; an upload has the limit of its route.
    package var maximumBodyBytes: Int
    /// How long a body may take before it must have come at a steady pace.
    package var bodyGrace: Duration

    package init(
        preferredPort: Int,
        portTries: Int = 20,
        assets: String,
        uploads: String,
        idleTimeout: Duration = .seconds(20),
        heartbeat: Duration = .seconds(15),
        maximumStreams: Int = 256,
        maximumConnections: Int = 1024,
        maximumBodyBytes: Int = 1 << 20,
        bodyGrace: Duration = .seconds(15)
    ) {
        self.preferredPort = preferredPort
        self.portTries = portTries
        self.assets = assets
        self.uploads = uploads
        self.idleTimeout = idleTimeout
        self.heartbeat = heartbeat
        self.maximumStreams = maximumStreams
        self.maximumConnections = maximumConnections
        self.maximumBodyBytes = maximumBodyBytes
        self.bodyGrace = bodyGrace
    }

    var candidatePorts: [Int] {
        if preferredPort == 0 { return [0] }
        return (0..<max(1, portTries)).map { preferredPort + $0 }.filter { $0 <= 65_535 }
    }
}
