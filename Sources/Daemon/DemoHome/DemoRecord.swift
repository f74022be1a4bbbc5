package import JSONText
package import MemoryModel

/// The mark of a home that holds a demo, in its file `demo.json`: nothing else may be written over by one.
package struct DemoRecord: Sendable, Equatable {
    package var madeAt: Timestamp
    package var seed: UInt64
    /// False while it is being made, and for good when that was broken off.
    package var isWhole: Bool

    package init(madeAt: Timestamp, seed: UInt64, isWhole: Bool) {
        self.madeAt = madeAt
        self.seed = seed
        self.isWhole = isWhole
    }

    package init?(_ json: JSON) {
        guard let madeAt = json["madeAt"]?.int, let seed = json["seed"]?.int, let isWhole = json["whole"]?.bool else {
            return nil
        }
        self.init(madeAt: Timestamp(madeAt), seed: UInt64(max(0, seed)), isWhole: isWhole)
    }

    package var json: JSON {
        ["demo": true, "madeAt": JSON(madeAt), "seed": JSON(Int(clamping: seed)), "whole": .bool(isWhole)]
    }
}
