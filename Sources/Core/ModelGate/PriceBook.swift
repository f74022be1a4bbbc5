import JSONText
package import LanguageModels
package import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which price counts: the role's own, else the user's table, else the built-in one. What is on this machine is free.
package struct PriceBook: Sendable {
    /// The user's table, where there is one that can be read.
    package let own: PriceTable?
    /// Why the user's table does not count.
    package let problem: MemoryError?

    package init(own: PriceTable? = nil, problem: MemoryError? = nil) {
        self.own = own
        self.problem = problem
    }

    /// - Parameter path: the user's `prices.json`; that there is none is no problem.
    package init(path: String) {
        guard let text = Self.text(path) else {
            self.init()
            return
        }
        do {
            self.init(own: try PriceTable(JSON(parsing: text)))
        } catch let error as MemoryError {
            self.init(problem: MemoryError(error.code, "\(path): \(error.message)", hint: error.hint))
        } catch {
            self.init(
                problem: MemoryError(
                    .configInvalid, "\(path): The price table is no JSON.",
                    hint: "docs/MODELS.md shows its format; until it is mended the built-in prices count."))
        }
    }

    /// - Parameter own: the price in the role's settings.
    /// - Returns: `nil` when nobody knows; such calls are counted in tokens only.
    package func price(of name: ModelName, isLocal: Bool, own price: TokenPrice? = nil) -> TokenPrice? {
        if let price { return price }
        if isLocal { return TokenPrice(input: 0, output: 0) }
        return own?.price(of: name) ?? PriceTable.builtIn.price(of: name)
    }

    private static func text(_ path: String) -> String? {
        guard let stream = fopen(path, "r") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = fread(&bytes, 1, longest, stream)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Bytes read of the file; thousands of models are in less.
    private static let longest = 1 << 20
}
