import CSodium

/// Bytes nobody can guess, from the system's generator.
package enum RandomBytes {
    package static func make(_ count: Int) -> [UInt8] {
        _ = Sodium.isReady
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { randombytes_buf(start, count) }
            initialized = count
        }
    }
}
