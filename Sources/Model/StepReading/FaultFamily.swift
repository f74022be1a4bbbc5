/// What kind of fault an output tells of, whoever tells it: the wording differs between programs and machines, the kind of
/// remedy does not.
package enum FaultFamily: String, Sendable, CaseIterable {
    case missingLibrary = "missing_library"
    case missingModule = "missing_module"
    case missingCommand = "missing_command"
    case missingFile = "missing_file"
    case identifierMismatch = "identifier_mismatch"
    case versionConflict = "version_conflict"
    case permission
    case authentication
    case portInUse = "port_in_use"
    case network
    case timeout
    case syntax
    case type
    case testFailure = "test_failure"
    case memory
    case disk
    case lock
    case encoding
    case configuration
    case usage
    case other

    /// As a clause: “a system library is missing”.
    package var phrase: String {
        switch self {
        case .missingLibrary: "a system library is missing"
        case .missingModule: "a module is missing"
        case .missingCommand: "a command is missing"
        case .missingFile: "a file is missing"
        case .identifierMismatch: "identifiers do not agree"
        case .versionConflict: "versions conflict"
        case .permission: "permission is denied"
        case .authentication: "authentication fails"
        case .portInUse: "the port is in use"
        case .network: "the network fails"
        case .timeout: "it takes too long"
        case .syntax: "the syntax is wrong"
        case .type: "the types do not fit"
        case .testFailure: "tests fail"
        case .memory: "memory runs out"
        case .disk: "the disk is full"
        case .lock: "something is locked"
        case .encoding: "the encoding is wrong"
        case .configuration: "the configuration is wrong"
        case .usage: "it is called wrongly"
        case .other: "it fails"
        }
    }
}
