import StepReading

/// The named holes of a procedure: holes with the same values in all tasks are one parameter.
struct ParameterTable {
    private(set) var parameters: [InducedProcedure.Parameter] = []
    private var values: [[Int: String]] = []
    private var groups: [Int?] = []

    /// The name for these values.
    ///
    /// - Parameter group: of branches that stand for each other; what they are given is one parameter.
    mutating func name(_ hole: [Int: String], in place: ParameterPlace, group: Int? = nil) -> String {
        if let known = values.firstIndex(where: { Self.agree($0, hole) }) {
            values[known].merge(hole) { one, _ in one }
            return parameters[known].name
        }
        if let group, let known = groups.firstIndex(of: group), hole.keys.allSatisfy({ values[known][$0] == nil }) {
            values[known].merge(hole) { one, _ in one }
            return parameters[known].name
        }
        let base = place.name(for: hole.keys.sorted().compactMap { hole[$0] })
        var name = base.name
        var number = 2
        while parameters.contains(where: { $0.name == name }) {
            name = "\(base.name)_\(number)"
            number += 1
        }
        parameters.append(InducedProcedure.Parameter(name: name, description: base.description, examples: []))
        values.append(hole)
        groups.append(group)
        return name
    }

    /// The parameter whose value this is in a member.
    func parameter(of member: Int, valued word: String) -> String? {
        guard word.count > 2 else { return nil }
        return values.firstIndex { $0[member] == word }.map { parameters[$0].name }
    }

    /// With the values of each as examples, and only those that the texts name.
    func named(in texts: [String]) -> [InducedProcedure.Parameter] {
        parameters.enumerated().compactMap { index, parameter in
            guard texts.contains(where: { $0.contains("<\(parameter.name)>") }) else { return nil }
            var parameter = parameter
            var examples: [String] = []
            for member in values[index].keys.sorted() {
                let value = String((values[index][member] ?? "").prefix(60))
                if !examples.contains(value) { examples.append(value) }
            }
            parameter.examples = Array(examples.prefix(4))
            return parameter
        }
    }

    /// The same wherever both have one, in at least two members and with a difference among those.
    private static func agree(_ a: [Int: String], _ b: [Int: String]) -> Bool {
        let shared = a.keys.filter { b[$0] != nil }
        return shared.count > 1 && shared.allSatisfy { a[$0] == b[$0] } && Set(shared.compactMap { a[$0] }).count > 1
    }
}

/// Where a hole is: by that it gets its name.
struct ParameterPlace {
    var kind: ActionKind
    var stem: String
    var flag: String?
    /// What stands before it in its word.
    var before: String
    /// What the step mends.
    var fault: FaultFamily?

    func name(for values: [String]) -> (name: String, description: String) {
        if before.hasSuffix("import ") || before.hasSuffix("from ") || before.hasSuffix("require('") {
            return ("module", "the module that is imported")
        }
        // What is installed has no name by the flag before it: `--no-cache` takes no value.
        let isInstall = kind == .installPackage || kind == .installSystemPackage
        if !isInstall, let flag, let named = Self.named(flag) { return named }
        let shapes = Set(values.map { "\(WordShape($0))" })
        switch kind {
        case .installSystemPackage:
            if fault == .missingLibrary { return ("library", "the system packages that hold the missing library") }
            return ("system_package", "the system packages to install")
        case .installPackage: return ("package", "the package to install")
        default: break
        }
        if let byStem = Self.byStem[stem] { return byStem }
        if kind == .editFile || kind == .readFile { return ("file", "the file that is concerned") }
        if shapes == ["url"] { return ("url", "the address") }
        if shapes == ["version"] { return ("version", "the version") }
        if shapes == ["number"] {
            return kind == .restart || fault == .portInUse ? ("port", "the port") : ("number", "the number")
        }
        if shapes == ["path"] {
            return kind == .test ? ("test_file", "the test to run") : ("file", "the file that is concerned")
        }
        if shapes == ["scopedName"] { return ("package", "the package with its scope") }
        switch kind {
        case .publish: return ("package", "what is published")
        case .restart, .deploy: return ("service", "the service")
        case .migrate: return ("migration", "the migration")
        case .build: return ("target", "what is built")
        case .test: return ("test", "which tests to run")
        default: return shapes == ["script"] ? ("text", "the text") : ("name", "the name that differs")
        }
    }

    /// `--region` asks for a region.
    private static func named(_ flag: String) -> (name: String, description: String)? {
        let bare = flag.drop { $0 == "-" }.prefix { $0 != "=" }
        if flag == "-m" { return ("message", "the message") }
        if flag == "-p" { return ("port", "the port") }
        guard bare.count > 2, bare.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") }), flag.hasPrefix("--") else {
            return nil
        }
        let name = bare.lowercased().split(separator: "-").joined(separator: "_")
        return (name, "the value of `--\(bare)`")
    }

    private static let byStem: [String: (name: String, description: String)] = [
        "git checkout": ("branch", "the branch"), "git switch": ("branch", "the branch"),
        "git merge": ("branch", "the branch"), "git push": ("branch", "the branch"),
        "git rebase": ("branch", "the branch"), "git pull": ("branch", "the branch"),
        "git tag": ("tag", "the tag"), "git clone": ("repository", "the repository"),
        "systemctl restart": ("service", "the service"), "systemctl start": ("service", "the service"),
        "service restart": ("service", "the service"), "docker restart": ("container", "the container"),
        "kill": ("process", "the process"), "export": ("setting", "the variable and its value"),
    ]
}
