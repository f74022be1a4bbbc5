import Dispatch
package import MemoryModel

extension ModelLoader {
    /// `verify` on a thread of its own: reading a file whole would hold up one of the few that all tasks share.
    package func verifyInBackground(_ name: String, automatic: Bool) async -> MemoryError? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: verify(name, automatic: automatic))
            }
        }
    }
}
