import JSONText

/// The settings are not in a form that can be edited without risk. Nothing was changed.
package struct NotEditable: Error, Sendable, Equatable {
    package let reason: String
}

/// Puts our hooks into the text of a `settings.json` and takes them out again. Pure: text in, text out.
package enum ClaudeSettings {
    /// The text with our hooks as they should be; the same text when they are so already.
    ///
    /// - Parameter text: `nil` or blank when there is no file yet.
    package static func installing(_ hooks: ClaudeHooks, into text: [UInt8]?) throws(NotEditable) -> [UInt8] {
        guard let text, !text.allSatisfy(isBlank) else { return Array((hooks.snippet.prettyText + "\n").utf8) }
        let map = try JSONSourceMap(text)
        if isInstalled(hooks, in: map) { return text }
        var edit = JSONTextEdit(try JSONSourceMap(try removing(from: text)))
        for event in ClaudeHooks.events { try add(hooks, event, to: &edit) }
        return edit.map.bytes
    }

    /// The text without our hooks; lists and objects that held nothing else go as well.
    ///
    /// - Parameter containers: of these, `hooks` itself or events in it, the empty rest is left, as it was there
    ///   before us.
    package static func removing(
        from text: [UInt8], keeping containers: Set<String> = []
    ) throws(NotEditable) -> [UInt8] {
        if text.allSatisfy(isBlank) { return text }
        var edit = JSONTextEdit(try JSONSourceMap(text))
        while let place = firstOfOurs(in: edit.map, keeping: containers) {
            try edit.remove(child: place.index, of: place.container)
        }
        return edit.map.bytes
    }

    /// What of our way in exists without us: `hooks` and the names of events.
    package static func containers(in text: [UInt8]) -> Set<String> {
        guard let map = try? JSONSourceMap(text), let hooks = member(containersKey, of: map.root) else { return [] }
        return Set((hooks.value.members ?? []).map(\.key) + [containersKey])
    }

    private static let containersKey = "hooks"

    /// The last of equal keys is the one that counts.
    private static func member(_ key: String, of node: JSONSourceMap.Node) -> JSONSourceMap.Member? {
        node.members?.last { $0.key == key }
    }

    private static func add(
        _ hooks: ClaudeHooks, _ event: ClaudeHooks.Event, to edit: inout JSONTextEdit
    ) throws(NotEditable) {
        let root = edit.map.root
        guard root.members != nil else { throw NotEditable(reason: "it is not a JSON object") }
        guard let all = member(containersKey, of: root)?.value else {
            return try edit.append(containersKey, [event.name: .array([hooks.group(event)])], to: root)
        }
        guard all.members != nil else { throw NotEditable(reason: "its \"hooks\" is not an object") }
        guard let list = member(event.name, of: all)?.value else {
            return try edit.append(event.name, .array([hooks.group(event)]), to: all)
        }
        guard list.elements != nil else { throw NotEditable(reason: "its hooks of \(event.name) are not a list") }
        try edit.append(nil, hooks.group(event), to: list)
    }

    /// Each event has exactly our handler, and no other event has one of ours.
    private static func isInstalled(_ hooks: ClaudeHooks, in map: JSONSourceMap) -> Bool {
        var missing = ClaudeHooks.events
        for event in member(containersKey, of: map.root)?.value.members ?? [] {
            for handler in handlers(of: event, in: map) where ClaudeHooks.isOurs(handler) {
                guard let index = missing.firstIndex(where: { $0.name == event.key && hooks.handler($0) == handler })
                else { return false }
                missing.remove(at: index)
            }
        }
        return missing.isEmpty
    }

    private static func handlers(of event: JSONSourceMap.Member, in map: JSONSourceMap) -> [JSON] {
        (event.value.elements ?? []).flatMap { group in
            (member(containersKey, of: group)?.value.elements ?? []).map(map.value)
        }
    }

    /// The widest range that holds one of our handlers and nothing of anybody else.
    private static func firstOfOurs(
        in map: JSONSourceMap, keeping containers: Set<String>
    ) -> (container: JSONSourceMap.Node, index: Int)? {
        guard let rootIndex = map.root.members?.lastIndex(where: { $0.key == containersKey }),
            let all = map.root.members?[rootIndex].value
        else { return nil }
        for (eventIndex, event) in (all.members ?? []).enumerated() {
            for (groupIndex, group) in (event.value.elements ?? []).enumerated() {
                guard let list = member(containersKey, of: group)?.value else { continue }
                let found = (list.elements ?? []).firstIndex { ClaudeHooks.isOurs(map.value($0)) }
                guard let handlerIndex = found else { continue }
                if list.children.count > 1 { return (list, handlerIndex) }
                if event.value.children.count > 1 || containers.contains(event.key) { return (event.value, groupIndex) }
                if all.children.count > 1 || containers.contains(containersKey) { return (all, eventIndex) }
                return (map.root, rootIndex)
            }
        }
        return nil
    }
}
