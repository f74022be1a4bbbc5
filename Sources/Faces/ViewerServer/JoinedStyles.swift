/// Style sheets with what they import put in its place: one request where a page would have to wait for many.
enum JoinedStyles {
    /// Each `@import url("…") layer(…);`, on a line of its own, becomes the layer with the file's text in it. The sheet stays
    /// as it is when one of them is written otherwise or names no file: rules before an import would end it.
    ///
    /// - Parameters:
    ///   - path: of the sheet, from the root of the files.
    ///   - contents: the text of a file by its path.
    static func joined(_ text: String, at path: String, contents: (_ path: String) -> String?) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("@import") else {
                lines.append(String(line))
                continue
            }
            guard let (file, layer) = imported(line), let inner = contents(resolved(file, from: path)) else {
                return text
            }
            lines += ["@layer \(layer) {", inner, "}"]
        }
        return lines.joined(separator: "\n")
    }

    private static func imported(_ line: Substring) -> (file: Substring, layer: Substring)? {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "@import url(", parts[2].hasPrefix(") layer("), parts[2].hasSuffix(");")
        else { return nil }
        return (parts[1], parts[2].dropFirst(8).dropLast(2))
    }

    /// A relative address as seen from a file.
    private static func resolved(_ file: Substring, from path: String) -> String {
        var folders = path.split(separator: "/").dropLast()
        for part in file.split(separator: "/") {
            if part == ".." { _ = folders.popLast() } else { folders.append(part) }
        }
        return "/" + folders.joined(separator: "/")
    }
}
