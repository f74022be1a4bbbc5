import HTTPReading
import HTTPTypes
import Hummingbird

/// From a link to a session, by way of the password when there is one.
struct LoginAnswers: Sendable {
    let access: AccessStore
    let cookie: SessionCookie
    let userAgent: String?

    func answer(link: String, isLoggedIn: Bool) throws(ViewerError) -> Response {
        guard access.redeem(link: link) else {
            guard isLoggedIn else { throw .spentLink }
            return Answer.redirect(to: "/", settingCookie: nil)
        }
        return access.book.password == nil ? try open() : form(message: nil, status: 200)
    }

    /// The form sent back. Each form is good for one try, and a wrong password is answered with the next form.
    func answer(form bytes: [UInt8]) async throws(ViewerError) -> Response {
        let sent = LoginPage.form(bytes)
        guard access.redeem(form: sent?.value("state") ?? "") else { throw .oldForm }
        guard let hash = access.book.password else { return try open() }
        switch await access.passwords.check(sent?.value("password") ?? "", against: hash) {
        case .right: return try open()
        case .wrong: return form(message: "That was not the password.", status: 401)
        case .wait(let seconds): throw .tooManyPasswords(wait: seconds)
        }
    }

    private func open() throws(ViewerError) -> Response {
        let label = BrowserLabel.label(userAgent: userAgent)
        let session = try access.change { $0.openSession(label: label, now: $1) }
        return Answer.redirect(to: "/", settingCookie: cookie.header(session: session))
    }

    private func form(message: String?, status: Int) -> Response {
        var response = Answer.text(
            LoginPage.html(state: access.issueForm(), message: message), type: "text/html; charset=utf-8",
            status: status)
        // Without a referrer a browser sends a form as if from nowhere, and `OriginGuard` would refuse it.
        response.headers[.referrerPolicy] = "same-origin"
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = Self("Referrer-Policy")!
}
