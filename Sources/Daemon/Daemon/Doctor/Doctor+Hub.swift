import MemoryCore
import MemoryModel
import MemoryStore

/// The team's hub, where there is one.
extension Doctor {
    /// Never a fault of this memory: nothing here waits for a hub.
    ///
    /// - Returns: `nil` without a hub.
    func hub() async -> DoctorCheck? {
        guard let status = try? await state.memory.hub.status() else { return nil }
        let (name, hint) = (status.membership.name, "memos hub status tells more; nothing here waits for the hub.")
        switch status.membership.state {
        case .revoked:
            return DoctorCheck(
                "hub", .warning, "An admin of \(name) revoked this device; what came from there is gone.",
                hint: "memos hub leave; with a new code memos hub join comes back.")
        case .pending:
            return DoctorCheck(
                "hub", .warning, "No admin of \(name) has approved this device yet.",
                hint: "Tell one the fingerprint that memos hub status shows.")
        case .active: break
        }
        if status.membership.isRepairing {
            return DoctorCheck(
                "hub", .warning, "\(name) was put back to an older copy, and is told again what it lost.", hint: hint)
        }
        if status.sync.activity == .failing {
            return DoctorCheck(
                "hub", .warning, status.sync.lastError?.message ?? "\(name) does not answer.", hint: hint)
        }
        let waiting = status.counts[.waiting] ?? 0
        return DoctorCheck("hub", waiting == 0 ? "\(name) is heard." : "\(name) is heard; \(waiting) to review.")
    }
}
