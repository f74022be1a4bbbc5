import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// The kinds of answers this server gives, each with its headers.
enum Answer {
    static func json(_ value: JSON, status: Int = 200, type: String = "application/json; charset=utf-8") -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.utf8Text)))
    }

    /// What a page reads and may read again: the client's copy is as good while nothing changed.
    static func reading(_ value: JSON, request: Request) -> Response {
        let bytes = value.utf8Text
        let tag = "W/" + EntityTag.of(bytes)
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        if EntityTag.isFresh(tag, ifNoneMatch: request.headers[.ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
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
        if EntityTag.isFresh(asset.entityTag, ifNoneMatch: request.headers[.ifNoneMatch]) {
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
            ? json(error.json, status: error.status, type: "application/problem+json")
            : text(ErrorPage.html(error), type: "text/html; charset=utf-8", status: error.status)
        if !error.allowed.isEmpty { response.headers[.allow] = error.allowed.joined(separator: ", ") }
        if isAPI, error.status == 401 { response.headers[.wwwAuthenticate] = "Bearer realm=\"memos\"" }
        if let seconds = error.retryAfter { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}
