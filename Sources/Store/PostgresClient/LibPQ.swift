#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The functions of libpq that are used here, found when a connection string first asks for them, so that nobody needs
/// libpq to build the program or to run a hub on SQLite.
struct LibPQ: Sendable {
    typealias Strings = UnsafePointer<UnsafePointer<CChar>?>
    typealias Integers = UnsafePointer<CInt>

    let connect: @Sendable @convention(c) (Strings, Strings, CInt) -> OpaquePointer?
    let status: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let finish: @Sendable @convention(c) (OpaquePointer?) -> Void
    let errorMessage: @Sendable @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
    let parseOptions:
        @Sendable @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        ) -> UnsafeMutableRawPointer?
    let freeOptions: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> Void
    let freeMemory: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> Void
    let socket: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let consumeInput: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let notification: @Sendable @convention(c) (OpaquePointer?) -> UnsafeMutableRawPointer?
    let setNoticeProcessor:
        @Sendable @convention(c) (
            OpaquePointer?, @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void,
            UnsafeMutableRawPointer?
        ) -> OpaquePointer?
    let run: @Sendable @convention(c) (OpaquePointer?, UnsafePointer<CChar>) -> OpaquePointer?
    let prepare:
        @Sendable @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>, UnsafePointer<CChar>, CInt, UnsafePointer<CUnsignedInt>?
        ) -> OpaquePointer?
    let runPrepared:
        @Sendable @convention(c) (
            OpaquePointer?, UnsafePointer<CChar>, CInt, Strings?, Integers?, Integers?, CInt
        ) -> OpaquePointer?
    let resultStatus: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let errorField: @Sendable @convention(c) (OpaquePointer?, CInt) -> UnsafePointer<CChar>?
    let clear: @Sendable @convention(c) (OpaquePointer?) -> Void
    let rowCount: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let columnCount: @Sendable @convention(c) (OpaquePointer?) -> CInt
    let columnType: @Sendable @convention(c) (OpaquePointer?, CInt) -> CUnsignedInt
    let value: @Sendable @convention(c) (OpaquePointer?, CInt, CInt) -> UnsafePointer<CChar>?
    let length: @Sendable @convention(c) (OpaquePointer?, CInt, CInt) -> CInt
    let isNull: @Sendable @convention(c) (OpaquePointer?, CInt, CInt) -> CInt
    let changes: @Sendable @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?

    /// The library of this machine, opened once and never closed.
    static func load() throws(PostgresFault) -> LibPQ { try opened.get() }

    private static let opened = Result { () throws(PostgresFault) -> LibPQ in
        for name in names {
            if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return try LibPQ(handle: handle) }
        }
        throw PostgresFault(.libraryMissing, message: "libpq was not found on this machine.")
    }

    private static var names: [String] {
        #if os(Linux)
            ["libpq.so.5"]
        #else
            ["", "/opt/homebrew/opt/libpq/lib/", "/usr/local/opt/libpq/lib/"].map { $0 + "libpq.5.dylib" }
        #endif
    }

    private init(handle: UnsafeMutableRawPointer) throws(PostgresFault) {
        connect = try Self.function("PQconnectdbParams", in: handle)
        status = try Self.function("PQstatus", in: handle)
        finish = try Self.function("PQfinish", in: handle)
        errorMessage = try Self.function("PQerrorMessage", in: handle)
        parseOptions = try Self.function("PQconninfoParse", in: handle)
        freeOptions = try Self.function("PQconninfoFree", in: handle)
        freeMemory = try Self.function("PQfreemem", in: handle)
        socket = try Self.function("PQsocket", in: handle)
        consumeInput = try Self.function("PQconsumeInput", in: handle)
        notification = try Self.function("PQnotifies", in: handle)
        setNoticeProcessor = try Self.function("PQsetNoticeProcessor", in: handle)
        run = try Self.function("PQexec", in: handle)
        prepare = try Self.function("PQprepare", in: handle)
        runPrepared = try Self.function("PQexecPrepared", in: handle)
        resultStatus = try Self.function("PQresultStatus", in: handle)
        errorField = try Self.function("PQresultErrorField", in: handle)
        clear = try Self.function("PQclear", in: handle)
        rowCount = try Self.function("PQntuples", in: handle)
        columnCount = try Self.function("PQnfields", in: handle)
        columnType = try Self.function("PQftype", in: handle)
        value = try Self.function("PQgetvalue", in: handle)
        length = try Self.function("PQgetlength", in: handle)
        isNull = try Self.function("PQgetisnull", in: handle)
        changes = try Self.function("PQcmdTuples", in: handle)
    }

    private static func function<Signature>(
        _ name: String, in handle: UnsafeMutableRawPointer
    ) throws(PostgresFault) -> Signature {
        guard let address = dlsym(handle, name) else {
            throw PostgresFault(.libraryMissing, message: "The libpq of this machine has no \(name).")
        }
        return unsafeBitCast(address, to: Signature.self)
    }
}
