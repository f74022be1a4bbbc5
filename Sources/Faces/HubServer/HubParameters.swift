import BinaryText
import HTTPReading
import JSONText
import SharedStatements
import Signing

/// What a request brings in its address and its body, read within bounds. What a route does not know is ignored.
struct HubParameters: Sendable {
    let captures: [String: String]
    var target: RequestTarget?
    var body = JSONObject()

    /// A number in the query.
    func number(_ name: String, in range: ClosedRange<Int>, default value: Int) throws(HubFault) -> Int {
        guard let text = target?.value(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw Self.wrong(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A text in the query.
    func word(_ name: String, maximumBytes: Int) throws(HubFault) -> String? {
        guard let text = target?.value(name) else { return nil }
        guard text.utf8.count <= maximumBytes else { throw Self.wrong(name, "at most \(maximumBytes) bytes") }
        return text
    }

    /// A part of the path.
    func capture(_ name: String) -> String { captures[name] ?? "" }

    func device() throws(HubFault) -> VerifyingKey {
        guard let key = VerifyingKey(hex: capture("device")) else {
            throw Self.wrong("device", "64 hexadecimal digits")
        }
        return key
    }

    /// Bytes of the body in hexadecimal digits.
    func bytes(_ name: String, count: Int) throws(HubFault) -> [UInt8] {
        guard let bytes = body[name]?.string.flatMap(Hexadecimal.bytes(of:)), bytes.count == count else {
            throw Self.wrong(name, "\(count * 2) hexadecimal digits")
        }
        return bytes
    }

    /// A text of the body that is short.
    func text(_ name: String, maximumBytes: Int) throws(HubFault) -> String {
        guard let text = body[name]?.string, !text.isEmpty, text.utf8.count <= maximumBytes,
            !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { throw Self.wrong(name, "a text of 1 to \(maximumBytes) bytes") }
        return text
    }

    func role(_ name: String) throws(HubFault) -> TeamRole {
        guard let role = body[name]?.string.flatMap(TeamRole.init(rawValue:)) else {
            throw Self.wrong(name, "one of \(TeamRole.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return role
    }

    /// Names of groups; absent ones are none.
    func groups(_ name: String) throws(HubFault) -> [String] {
        guard let value = body[name], !value.isNull else { return [] }
        let names = value.array?.compactMap(\.string) ?? []
        guard let count = value.array?.count, count == names.count, count <= Self.mostGroups,
            names.allSatisfy(StatementRules.isSlug)
        else { throw Self.wrong(name, "a list of at most \(Self.mostGroups) names of groups (a–z, 0–9, . _ -)") }
        return Set(names).sorted()
    }

    func flag(_ name: String) throws(HubFault) -> Bool {
        guard let value = body[name], !value.isNull else { return false }
        guard let flag = value.bool else { throw Self.wrong(name, "true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int64>, default value: Int64) throws(HubFault) -> Int64 {
        guard let member = body[name], !member.isNull else { return value }
        guard let number = member.int, range.contains(number) else {
            throw Self.wrong(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    static func wrong(_ name: String, _ wanted: String) -> HubFault {
        HubFault(.invalidArgument, "\"\(name)\" must be \(wanted).")
    }

    private static let mostGroups = 200
}
