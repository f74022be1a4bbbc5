import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// A file that is made while it is sent.
package struct ViewerDownload: Sendable {
    /// What the browser is asked to call it; anything that is no plain name is replaced.
    package var fileName: String
    package var contentType: String
    /// Asked for one after the other, as fast as the client takes them: make it with `AsyncThrowingStream(unfolding:)`
    /// so that nothing piles up.
    package var chunks: AsyncThrowingStream<[UInt8], any Error>

    package init(fileName: String, contentType: String, chunks: AsyncThrowingStream<[UInt8], any Error>) {
        self.fileName = fileName
        self.contentType = contentType
        self.chunks = chunks
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType, .cacheControl: "no-store", .contentDisposition: Self.disposition(fileName),
            ],
            body: ResponseBody { [chunks] writer in
                // A client that takes its time must not hold the daemon's stop; it sees that the file was cut.
                for try await chunk in chunks.cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(bytes: chunk))
                }
                if Task.isShuttingDownGracefully { throw CancellationError() }
                try await writer.finish(nil)
            })
    }

    /// RFC 6266: a plain name for everybody, and the whole one for those who read it. No name leads into a folder or
    /// ends the header.
    static func disposition(_ name: String) -> String {
        let whole = name.unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0x7F && !"/\\".unicodeScalars.contains($0)
        }
        let isPlain = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let bytes = Array(String(String.UnicodeScalarView(whole)).utf8)
        let plain = String(decoding: bytes.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        let hexadecimal = Array("0123456789ABCDEF")
        let encoded = bytes.map { byte in
            isPlain(byte)
                ? String(UnicodeScalar(byte)) : "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}
