import Foundation
import HostHooks
import JSONText
import Testing

/// Payloads of hosts' events with what is to become of them, from `Tests/Fixtures/hooks/<host>/<event>.json`.
struct HookFixture: Sendable, CustomTestStringConvertible {
    let host: String
    let name: String
    let value: JSON

    var testDescription: String { "\(host)/\(name)" }
    var payload: JSON { value["payload"] ?? .null }
    var event: String { payload["hook_event_name"]?.string ?? "" }

    static let all: [HookFixture] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/hooks")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }.compactMap { file in
            guard let data = try? Data(contentsOf: file), let value = try? JSON(parsing: Array(data)) else {
                return nil
            }
            return HookFixture(
                host: file.deletingLastPathComponent().lastPathComponent,
                name: file.deletingPathExtension().lastPathComponent, value: value)
        }.sorted { $0.testDescription < $1.testDescription }
    }()
}

extension JSON {
    /// The same value with all members in the order of their names, so that only what is said is compared.
    var sorted: JSON {
        switch self {
        case .array(let values): .array(values.map(\.sorted))
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { JSONObject.Member(key: $0.key, value: $0.value.sorted) }
                        .sorted { $0.key < $1.key }))
        default: self
        }
    }
}

extension HookPlan.Call {
    var json: JSON { ["method": .string(method), "params": params] }
}
