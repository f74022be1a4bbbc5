import Daemon

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

let code = await DaemonProgram.run(Array(CommandLine.arguments.dropFirst()))
// Without the libraries' own tidying up: a thread may still be inside one of them, as when a database is away.
fflush(nil)
_exit(code)
