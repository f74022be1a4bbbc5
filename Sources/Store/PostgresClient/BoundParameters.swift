/// The parameters of a statement as libpq takes them: numbers as text, everything else as its bytes.
struct BoundParameters {
    private var arena: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [CInt] = []
    private var formats: [CInt] = []

    init(_ values: [PostgresValue]) {
        for value in values {
            switch value {
            case .integer(let number): append(String(number).utf8, format: 0)
            case .text(let text): append(text.utf8, format: 1)
            case .bytes(let bytes): append(bytes, format: 1)
            case .null:
                starts.append(nil)
                lengths.append(0)
                formats.append(0)
            }
        }
    }

    private mutating func append(_ bytes: some Collection<UInt8>, format: CInt) {
        starts.append(arena.count)
        arena.append(contentsOf: bytes)
        // Ends what is sent as text.
        arena.append(0)
        lengths.append(CInt(bytes.count))
        formats.append(format)
    }

    func withPointers<Value>(_ body: (LibPQ.Strings?, LibPQ.Integers?, LibPQ.Integers?) -> Value) -> Value {
        guard !starts.isEmpty else { return body(nil, nil, nil) }
        return arena.withUnsafeBytes { arena in
            let base = arena.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { start in base.map { $0 + start } } }
            return body(pointers, lengths, formats)
        }
    }
}

/// Strings for C, ended by zeros, side by side.
struct CStrings {
    private var arena: [CChar] = []
    private var starts: [Int] = []

    init(_ strings: [String]) {
        for string in strings {
            starts.append(arena.count)
            arena.append(contentsOf: string.utf8CString)
        }
    }

    func withPointers<Value>(_ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
        arena.withUnsafeBufferPointer { arena in
            body(starts.map { start in arena.baseAddress.map { $0 + start } })
        }
    }
}
