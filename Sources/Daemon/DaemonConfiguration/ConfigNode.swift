/// A piece of a configuration file with its place in the text. It knows no settings.
struct ConfigNode: Sendable {
    let content: Content
    let place: Place

    enum Content: Sendable {
        /// `isPlain`: without quotes, so that `true` is a flag and `5` a number.
        case scalar(String, isPlain: Bool)
        case list([ConfigNode])
        case section([Entry])
    }

    struct Entry: Sendable {
        let key: ConfigNode
        let value: ConfigNode
        /// Empty for a key that is not a scalar; no setting has such a name.
        var name: String {
            if case .scalar(let text, _) = key.content { text } else { "" }
        }
    }

    /// Both count from 1; a column counts Unicode scalars.
    struct Place: Sendable, Equatable {
        let line: Int
        let column: Int
    }

    /// Nothing written, or a word for it.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
