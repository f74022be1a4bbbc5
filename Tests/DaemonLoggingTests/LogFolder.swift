import Foundation

/// A folder of one test, gone with it.
final class LogFolder: Sendable {
    let path = NSTemporaryDirectory() + "memos-log-" + UUID().uuidString

    init() { make() }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func make() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path + "/" + name) }

    func link(_ name: String, to target: String) { symlink(target, path + "/" + name) }

    func write(_ text: String, _ name: String) {
        try? text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    }

    func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func lines(_ name: String = "memosd.log") -> [String] {
        let text = (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    func size(_ name: String) -> Int { attribute(name, .size) }

    func mode(_ name: String) -> Int { attribute(name, .posixPermissions) }

    private func attribute(_ name: String, _ key: FileAttributeKey) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes?[key] as? NSNumber)?.intValue ?? -1
    }
}
