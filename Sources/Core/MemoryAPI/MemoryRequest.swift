package import JSONText

/// One thing that can be asked of the daemon: a method's name and its parameters, checked. Faces bind these; rules live
/// in the core.
package protocol MemoryRequest: Sendable {
    associatedtype Response: WireResponse

    static var method: String { get }
    /// Whether it changes anything.
    static var access: Access { get }

    init(_ fields: Fields) throws
}

package enum Access: String, Sendable {
    case reads
    case writes
}

/// An answer that knows its form on the wire.
package protocol WireResponse: Sendable {
    var json: JSON { get }
}

/// `{"ok": true}`.
package struct Acknowledgement: WireResponse {
    package init() {}

    package var json: JSON { ["ok": true] }
}

/// An answer that is a value of the wire already, such as a list of records.
package struct WireValue: WireResponse {
    package let json: JSON

    package init(_ json: JSON) {
        self.json = json
    }
}
