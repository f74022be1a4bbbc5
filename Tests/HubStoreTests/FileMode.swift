#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file's rights, such as 0o600.
func fileMode(_ path: String) -> UInt32? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : nil
}

/// Runs a program of this machine and waits for it.
func runProgram(_ line: String) -> Int32 { system(line) }
