/// One memory's folder and the paths of everything in it. Pure path arithmetic: nothing here looks at the disk.
///
/// The front and the daemon must compute the same paths from the same words, so both take them from here.
package struct RuntimeHome: Sendable, Hashable {
    /// Absolute, without `.`, `..`, doubled or trailing slashes. Symbolic links are not followed.
    package let path: String

    /// - Parameter path: absolute, or relative to `workingDirectory`.
    package init(path: String, workingDirectory: String = "/") {
        self.path = Self.normalized(path.hasPrefix("/") ? path : workingDirectory + "/" + path)
    }

    package var configFile: String { path + "/config.yaml" }
    /// Prices of models that differ from the table that comes along; there need be none.
    package var priceFile: String { path + "/prices.json" }
    /// Who may look at the viewer: sessions, tokens and the password, as digests.
    package var viewerAccess: String { path + "/viewer-access.json" }
    package var hubFolder: String { path + "/hub" }
    /// Key and token by which this machine is known to its hub.
    package var deviceKey: String { hubFolder + "/device.key" }
    package var installRecord: String { path + "/install.json" }
    /// There when the home holds a demo and no memory of anybody.
    package var demoRecord: String { path + "/demo.json" }
    package var dataFolder: String { path + "/data" }
    package var database: String { dataFolder + "/memos.db" }
    /// Vectors of memories; everything in it can be made again from the database.
    package var vectors: String { dataFolder + "/vectors" }
    package var backups: String { dataFolder + "/backups" }
    package var skills: String { path + "/skills" }
    package var logs: String { path + "/logs" }
    package var daemonLog: String { logs + "/memosd.log" }
    /// What the daemon writes to its standard error: crashes, mostly.
    package var daemonErrorLog: String { logs + "/memosd.err" }
    package var hookLog: String { logs + "/hook.log" }
    package var daemonFolder: String { path + "/daemon" }
    /// Locked by the daemon for as long as it lives.
    package var ownerLock: String { daemonFolder + "/owner.lock" }
    /// Locked by whoever is starting the daemon.
    package var startLock: String { daemonFolder + "/start.lock" }
    package var runRecord: String { daemonFolder + "/run.json" }
    package var spool: String { daemonFolder + "/spool" }
    /// What browsers send lies here until it is answered.
    package var uploads: String { daemonFolder + "/uploads" }
    package var rejectedSpool: String { spool + "/rejected" }

    /// Longest socket path used as it is. `sun_path` holds 104 bytes on macOS and 108 on Linux, with the final zero.
    package static let longestSocketPath = 100

    /// The daemon's Unix socket. A home whose path is too long for a socket gets one in the user's runtime folder.
    package func socket(userID: UInt32, runtimeFolder: String?) -> String {
        let own = daemonFolder + "/memosd.sock"
        if own.utf8.count <= Self.longestSocketPath { return own }
        return socketFolder(userID: userID, runtimeFolder: runtimeFolder) + "/" + pathHash + ".sock"
    }

    /// The folder the socket lies in; it must be private (0700).
    package func socketFolder(userID: UInt32, runtimeFolder: String?) -> String {
        if (daemonFolder + "/memosd.sock").utf8.count <= Self.longestSocketPath { return daemonFolder }
        let wished = runtimeFolder.map { $0.hasPrefix("/") ? Self.normalized($0) : "/tmp" } ?? "/tmp"
        // "/memos-<uid>/<16 hex>.sock" needs up to 40 bytes.
        let base = wished.utf8.count + 40 <= Self.longestSocketPath ? wished : "/tmp"
        return base + "/memos-\(userID)"
    }

    /// FNV-1a (64 bit) of the path, as 16 hexadecimal digits.
    package var pathHash: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
