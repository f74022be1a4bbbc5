package import LanguageModels
import Synchronization

/// How near a question is to texts that have nothing to do with it: some questions are near to everything, and a cosine
/// of .4 says little about them. The mean vector of some sentences about this and that, in the space of one model.
package final class Background: Sendable {
    private let mean = Mutex<[Float]?>(nil)

    package init() {}

    package var isKnown: Bool { mean.withLock { $0 != nil } }

    /// - Parameter mean: of unit vectors; shorter than 1 itself.
    package func use(_ mean: [Float]) {
        self.mean.withLock { $0 = mean }
    }

    /// Mean cosine of the question to the sentences, in [-1, 1]; `nil` until they were embedded.
    package func similarity(to question: Embedding) -> Double? {
        mean.withLock { mean in
            guard let mean, mean.count == question.components.count else { return nil }
            return zip(mean, question.components).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }
}
