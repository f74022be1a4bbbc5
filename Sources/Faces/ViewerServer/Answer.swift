import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// The kinds of answers this server gives, each with its headers.
enum Answer {
    static func json(_ value: JSON, status: Int = 200) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.utf8Text)))
    }

    static func text(_ text: String, type: String, status: Int = 200) -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func redirect(to path: String, settingCookie cookie: String?) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        if let cookie { headers[.setCookie] = cookie }
        return Response(status: .seeOther, headers: headers)
    }

    static func file(_ asset: StaticAssets.Asset, request: Request) -> Response {
        let headers: HTTPFields = [
            .contentType: asset.contentType, .eTag: asset.entityTag, .cacheControl: "no-cache",
        ]
        if StaticAssets.isFresh(asset, ifNoneMatch: request.headers[.ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    /// An error as a page for a person, or as JSON where a program asked.
    static func failure(_ error: ViewerError, isAPI: Bool) -> Response {
        // A foreign site gets nothing that a page could show: always the plain JSON.
        var response =
            isAPI || error.status == 403
            ? json(error.json, status: error.status)
            : text(ErrorPage.html(error), type: "text/html; charset=utf-8", status: error.status)
        if !error.allowed.isEmpty { response.headers[.allow] = error.allowed.joined(separator: ", ") }
        if error.status == 503 { response.headers[.retryAfter] = "5" }
        return response
    }
}
