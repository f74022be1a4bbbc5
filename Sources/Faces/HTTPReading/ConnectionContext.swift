package import Hummingbird
package import NIOCore

/// What a request brings beside itself: the connection it came on.
package struct ConnectionContext: InitializableFromSource {
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        self.channel = source.channel
    }
}
