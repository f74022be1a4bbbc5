/// What kind of work an action is, whichever program does it: `apk add` and `apt-get install` are one kind, `npm publish`
/// and `cargo publish` another. It is what lets experience of one tool speak for another.
package enum ActionKind: String, Sendable, CaseIterable {
    case look
    case readFile = "read_file"
    case editFile = "edit_file"
    case installPackage = "install_package"
    case installSystemPackage = "install_system_package"
    case build
    case test
    case lint
    case format
    case run
    case migrate
    case publish
    case deploy
    case commit
    case push
    case synchronize
    case configure
    case restart
    case fetch
    case permit
    case ask
    case other

    /// As a verb phrase: “install a system package”.
    package var phrase: String {
        switch self {
        case .look: "look around"
        case .readFile: "read a file"
        case .editFile: "edit a file"
        case .installPackage: "install a package"
        case .installSystemPackage: "install a system package"
        case .build: "build"
        case .test: "run the tests"
        case .lint: "lint"
        case .format: "format the code"
        case .run: "run the program"
        case .migrate: "migrate the database"
        case .publish: "publish"
        case .deploy: "deploy"
        case .commit: "commit"
        case .push: "push"
        case .synchronize: "bring in others' changes"
        case .configure: "configure"
        case .restart: "restart a service"
        case .fetch: "fetch"
        case .permit: "change permissions"
        case .ask: "ask"
        case .other: "act"
        }
    }
}
