package import MemoryModel
package import SentenceEncoder

/// Tensors that tell when each is asked for, so that a long conversion can be shown and ended.
package struct WatchedTensors<Source: TensorSource>: TensorSource {
    private let source: Source
    private let proceed: (_ name: String) throws(MemoryError) -> Void

    /// - Parameter proceed: is told the name of the next tensor; what it throws ends the conversion.
    package init(_ source: Source, proceed: @escaping (_ name: String) throws(MemoryError) -> Void) {
        self.source = source
        self.proceed = proceed
    }

    package func floats(_ name: String, shape: [Int]) throws(MemoryError) -> [Float] {
        try proceed(name)
        return try source.floats(name, shape: shape)
    }
}
