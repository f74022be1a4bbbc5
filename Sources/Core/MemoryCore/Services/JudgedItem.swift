package import MemoryModel
package import MemoryStore

/// What a person may find right or wrong.
package protocol JudgedItem: StoredItem {
    /// Takes the person's word into account.
    mutating func judge(isRight: Bool)
}

extension WorldModel: JudgedItem {
    package mutating func judge(isRight: Bool) {
        confidence = min(1, max(0, confidence + (isRight ? ThumbStep.confidence : -ThumbStep.confidence)))
    }
}

extension Skill: JudgedItem {
    /// A skill that a person wants comes back into use, one that has become too unreliable goes out of it.
    package mutating func judge(isRight: Bool) {
        reliability = min(1, max(0, reliability + (isRight ? ThumbStep.reliability : -ThumbStep.reliability)))
        switch status {
        case .archived where isRight: status = reliability >= ThumbStep.provenReliability ? .active : .candidate
        case .active where !isRight && reliability < ThumbStep.leastReliability: status = .archived
        default: break
        }
    }
}

/// By how much one person's word moves a number.
enum ThumbStep {
    /// Of a world model.
    static let confidence = 0.05
    /// η of a skill.
    static let reliability = 0.1
    /// A skill that comes back with less than this is on trial again.
    static let provenReliability = 0.5
    /// A skill in use with less than this goes out of use.
    static let leastReliability = 0.25
}
