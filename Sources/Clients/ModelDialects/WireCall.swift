/// One HTTP request as a dialect writes it.
package struct WireCall: Sendable, Equatable {
    package var method: String
    /// Absolute.
    package var url: String
    /// In the order in which they are sent; the key is among them, so this is never logged.
    package var headers: [WireHeader]
    package var body: [UInt8]

    package init(method: String = "POST", url: String, headers: [WireHeader], body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

package struct WireHeader: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One whole HTTP answer.
package struct WireReply: Sendable, Equatable {
    package var status: Int
    package var headers: [WireHeader]
    package var body: [UInt8]

    package init(status: Int, headers: [WireHeader] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
