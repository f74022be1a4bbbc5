import ArgumentParser
import DaemonClient

// Hooks and bridges start with every event of a host, so their few flags are read by hand, before anything of the
// argument parser is touched. They are declared there as well, for help and completions.
Descriptor.ensureStandardDescriptors()
if let status = FastPath.run(Array(CommandLine.arguments.dropFirst())) { leave(status) }
MemosCommand.main()
