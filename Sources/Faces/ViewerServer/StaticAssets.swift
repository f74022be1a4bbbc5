#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The viewer's files, read once when the server starts.
///
/// A request can only name what was found in the folder then, so no path leads out of it, and an upgrade on disk never
/// mixes old and new files in one page.
struct StaticAssets: Sendable {
    struct Asset: Sendable {
        let bytes: [UInt8]
        let contentType: String
        /// Quoted, as the header wants it; equal content has an equal tag.
        let entityTag: String
    }

    private let assets: [String: Asset]

    /// Reads the folder and those below it, without hidden files. Blocks; the files are few and small.
    init(folder: String) {
        var assets: [String: Asset] = [:]
        Self.collect(folder: folder, path: "", depth: 0, into: &assets)
        self.assets = Self.joined(assets)
    }

    init(files: [String: [UInt8]]) {
        assets = Self.joined(files.reduce(into: [:]) { $0[$1.key] = Self.asset(path: $1.key, bytes: $1.value) })
    }

    var isEmpty: Bool { assets.isEmpty }

    /// The asset of a decoded request path; a folder means its `index.html`.
    func asset(at path: String) -> Asset? {
        guard path.hasPrefix("/") else { return nil }
        return assets[path.hasSuffix("/") ? path + "index.html" : path]
    }

    static func contentType(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return switch name.split(separator: ".").last.map(String.init) {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": "application/json; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt", "md": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }

    private static func joined(_ assets: [String: Asset]) -> [String: Asset] {
        let contents = { (path: String) in assets[path].map { String(decoding: $0.bytes, as: UTF8.self) } }
        return assets.reduce(into: assets) { result, entry in
            guard entry.key.hasSuffix(".css"), let text = contents(entry.key) else { return }
            let joined = JoinedStyles.joined(text, at: entry.key, contents: contents)
            if joined != text { result[entry.key] = asset(path: entry.key, bytes: Array(joined.utf8)) }
        }
    }

    private static func asset(path: String, bytes: [UInt8]) -> Asset {
        Asset(bytes: bytes, contentType: contentType(of: path), entityTag: EntityTag.of(bytes))
    }

    private static func collect(folder: String, path: String, depth: Int, into assets: inout [String: Asset]) {
        guard depth < 8, let listing = opendir(folder) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let file = folder + "/" + name
            // A folder can be listed; nothing else can.
            if let inner = opendir(file) {
                closedir(inner)
                collect(folder: file, path: path + "/" + name, depth: depth + 1, into: &assets)
            } else if let bytes = contents(of: file) {
                assets[path + "/" + name] = asset(path: name, bytes: bytes)
            }
        }
    }

    private static func contents(of file: String) -> [UInt8]? {
        // A pipe among the files must not hold the start.
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
