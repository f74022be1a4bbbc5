import Daemon

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

exit(await DaemonProgram.run(Array(CommandLine.arguments.dropFirst())))
