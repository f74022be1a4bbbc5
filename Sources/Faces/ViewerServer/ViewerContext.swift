import Hummingbird
import NIOCore

/// What a request brings beside itself: the connection it came on.
struct ViewerContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.channel = source.channel
    }
}
