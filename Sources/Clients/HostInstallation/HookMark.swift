package import JSONText

/// An event of a host that calls us.
package struct HookEvent: Sendable, Hashable {
    package let name: String
    /// How long the host waits at most, in its own unit; we are far quicker, or leave.
    package let timeout: Int64

    package init(_ name: String, timeout: Int64) {
        self.name = name
        self.timeout = timeout
    }
}

/// How our entries are told from everybody else's in the lists of hooks of a host: handlers, or groups that hold
/// handlers under `hooks`, by event.
package struct HookMark: Sendable, Hashable {
    /// The word behind `--host`.
    package let host: String

    package init(host: String) { self.host = host }

    package struct Call: Sendable {
        package let event: String
        package let command: InstalledHook
        /// The way to the handler below the object of events.
        package let path: ConfigPath
        package let handler: JSON
    }

    /// Our handlers in an object of events, in the order they stand there.
    package func calls(in events: JSON) -> [Call] {
        (events.object?.members ?? []).flatMap { member in
            (member.value.array ?? []).enumerated().flatMap { index, item in
                calls(in: item, path: [.key(member.key), .index(index)], event: member.key)
            }
        }
    }

    private func calls(in item: JSON, path: ConfigPath, event: String) -> [Call] {
        if let command = InstalledHook(item, host: host) {
            return [Call(event: event, command: command, path: path, handler: item)]
        }
        return (item["hooks"]?.array ?? []).enumerated().compactMap { index, handler in
            InstalledHook(handler, host: host).map {
                Call(event: event, command: $0, path: path + ["hooks", .index(index)], handler: handler)
            }
        }
    }
}
