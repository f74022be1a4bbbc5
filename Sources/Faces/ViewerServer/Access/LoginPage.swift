import HTTPReading

/// The page that asks for the password behind a link. It works without a session and without a script.
enum LoginPage {
    /// Bytes of the form: a word of ours and a password.
    static let formLimit = 4096
    /// How long the form may stay open.
    static let formLifetime = Duration.seconds(300)

    static func html(state: String, message: String?) -> String {
        let note = message.map { "<p class=\"bad\" role=\"alert\">\(ErrorPage.escaped($0))</p>" } ?? ""
        return ErrorPage.document(
            """
            <p class="name">memos</p>
            <h1>This memory has a password</h1>
            \(note)
            <form method="post" action="/login">
            <input type="hidden" name="state" value="\(ErrorPage.escaped(state))">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
            <button>Open</button>
            </form>
            <p class="code">Forgotten? In a terminal: <code>memos viewer password remove</code></p>
            """)
    }

    /// The members of a form; `nil` when it cannot be read.
    static func form(_ bytes: [UInt8]) -> RequestTarget? {
        RequestTarget("/?" + String(decoding: bytes, as: UTF8.self))
    }
}
