package import LanguageModels
package import MemoryModel
import Synchronization

/// A model that knows which words mean the same because a test says so. Words it was not told about are concepts of
/// their own, so two texts are near when they share meanings or words.
package final class ConceptEncoder: TextEncoder {
    package let model: EmbeddingModel
    private let concepts: [String: Int]
    private let failure = Mutex<MemoryError?>(nil)

    /// - Parameter concepts: groups of words that mean the same.
    package init(_ concepts: [[String]] = [], id: String = "concepts", dimension: Int = 64) {
        model = EmbeddingModel(id: id, revision: "000000000001", dimension: dimension)
        self.concepts = concepts.enumerated().reduce(into: [:]) { map, group in
            for word in group.element { map[word] = group.offset }
        }
    }

    /// From now on every text fails so; `nil` heals it.
    package func fail(with error: MemoryError?) {
        failure.withLock { $0 = error }
    }

    package func knownShare(of text: String) -> Double { 1 }

    package func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding] {
        if let failure = failure.withLock({ $0 }) { throw failure }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard !words.isEmpty else { return [] }
        var components = [Float](repeating: 0, count: model.dimension)
        for word in words {
            if let concept = concepts[word] { components[concept] += 3 } else { components[place(of: word)] += 0.3 }
        }
        return [try Embedding(normalizing: components)]
    }

    /// Words nobody spoke of share the upper half of the components.
    private func place(of word: String) -> Int {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        let half = model.dimension / 2
        return half + Int(hash % UInt64(half))
    }
}
