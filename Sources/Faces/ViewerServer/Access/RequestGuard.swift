import HTTPTypes
import Hummingbird

/// Whether a visitor may send this request: the scope, and for changes with a cookie the page's own mark.
///
/// A browser sends a cookie along with what a foreign page asks; what it does not send is a header of its own with a
/// word that only our page can have read.
enum RequestGuard {
    static func check(_ request: Request, by visitor: Visitor, on route: Route) throws(ViewerError) {
        guard visitor.scopes.contains(route.scope) else { throw .scope(route.scope) }
        guard case .cookie(let mark) = visitor.kind, route.verb != .get else { return }
        guard ["same-origin", "none", nil].contains(request.headers[.secFetchSite]),
            AccessSecret.isEqual(request.headers[.formMark] ?? "", mark)
        else { throw .unmarked }
    }

    /// The word behind `Bearer`; `nil` when the header is absent or speaks of something else.
    static func bearer(in header: String?) -> String? {
        guard let header, header.utf8.count > 7, header.prefix(7).lowercased() == "bearer " else { return nil }
        return String(header.dropFirst(7))
    }
}

extension HTTPField.Name {
    static let formMark = Self("X-Memos-CSRF")!
    /// Set by browsers and by no page.
    static let secFetchSite = Self("Sec-Fetch-Site")!
}
