/// What a person recognises a session by: the browser and the system it says it is.
enum BrowserLabel {
    private static let browsers = [
        ("Edg", "Edge"), ("OPR", "Opera"), ("Vivaldi", "Vivaldi"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
        ("HeadlessChrome", "Chrome"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// Every browser names the ones it wants to be taken for as well; the lists have the most telling name first.
    static func label(userAgent: String?) -> String {
        let text = userAgent ?? ""
        let browser = browsers.first { text.contains($0.0 + "/") }?.1
        let system = systems.first { text.contains($0.0) }?.1
        if let browser { return system.map { "\(browser), \($0)" } ?? browser }
        let product = text.prefix(40).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return product.isEmpty ? "unknown" : String(product)
    }
}
