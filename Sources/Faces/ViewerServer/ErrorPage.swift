/// The page a person sees instead of the viewer: what happened and what to do. It works without a session, so it
/// brings its own small style sheet and no script.
enum ErrorPage {
    static let stylesheetPath = "/error.css"

    static func html(_ error: ViewerError) -> String {
        let hint = error.hint.map { "<p class=\"hint\">\(marked(escaped($0)))</p>" } ?? ""
        return document(
            """
            <p class="name">memos</p>
            <h1>\(escaped(error.message))</h1>
            \(hint)
            <p class="code">\(error.status) · \(escaped(error.code))</p>
            """)
    }

    /// A page that stands alone: no session, no script, this style sheet.
    static func document(_ main: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>memos</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="\(stylesheetPath)">
        </head>
        <body>
        <main>
        \(main)
        </main>
        </body>
        </html>

        """
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// Text between back-quotes is a command.
    private static func marked(_ text: String) -> String {
        var result = ""
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            result += index % 2 == 1 ? "<code>\(part)</code>" : String(part)
        }
        return result
    }

    static let stylesheet = """
        :root { color-scheme: light dark; }
        body {
          margin: 0; min-block-size: 100vh; display: grid; place-items: center;
          background: light-dark(oklch(98.4% 0.004 90), oklch(19% 0.008 260));
          color: light-dark(oklch(27% 0.015 260), oklch(92% 0.006 90));
          font: 1rem/1.6 system-ui, sans-serif;
        }
        main { max-inline-size: 34rem; padding: 2rem; }
        h1 { font-size: 1.5rem; line-height: 1.3; font-weight: 600; text-wrap: balance; }
        .name { font-weight: 650; letter-spacing: 0.02em; color: light-dark(oklch(50% 0.11 195), oklch(78% 0.1 190)); }
        .code { font-size: 0.8125rem; color: light-dark(oklch(50% 0.015 260), oklch(70% 0.015 260)); }
        form { display: grid; gap: 0.5rem; margin-block: 1.5rem; }
        label { font-weight: 600; }
        input, button { font: inherit; padding: 0.55rem 0.75rem; border-radius: 0.5rem; }
        input { border: 1px solid light-dark(oklch(60% 0.015 260), oklch(58% 0.015 260)); background: Canvas; color: CanvasText; }
        button {
          border: 0; cursor: pointer; font-weight: 600; justify-self: start;
          background: light-dark(oklch(50% 0.11 195), oklch(78% 0.1 190));
          color: light-dark(oklch(99% 0 0), oklch(19% 0.02 200));
        }
        :focus-visible { outline: 2px solid light-dark(oklch(50% 0.11 195), oklch(78% 0.1 190)); outline-offset: 2px; }
        .bad { color: light-dark(oklch(50% 0.19 25), oklch(76% 0.13 25)); }
        code {
          padding: 0.15em 0.4em; border-radius: 0.35em; font-family: ui-monospace, monospace; font-size: 0.92em;
          background: light-dark(oklch(94% 0.006 90), oklch(26% 0.01 260));
        }

        """
}
