/// How much a mark weighs: one of `high` is never approved without a person.
package enum ScreeningSeverity: String, Sendable, CaseIterable, Comparable {
    case low
    case medium
    case high

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}
