import CSentenceEncoder

/// Which of the processor's vector instructions compute. Their vectors agree; their speeds do not.
package enum InstructionSet: String, Sendable, CaseIterable {
    /// Plain C.
    case baseline
    /// AVX2 and FMA.
    case avx2
    /// AVX-512 with VNNI.
    case vnni
    case neon
    /// NEON with the dot product of bytes.
    case neonDot = "neon-dot"

    var kernel: memos_instruction_set {
        switch self {
        case .baseline: memos_baseline
        case .avx2: memos_avx2
        case .vnni: memos_vnni
        case .neon: memos_neon
        case .neonDot: memos_neon_dot
        }
    }

    /// Whether this machine has it.
    package var isAvailable: Bool { memos_has_instruction_set(kernel) == 1 }

    /// The fastest this machine has.
    package static var best: InstructionSet {
        let best = memos_best_instruction_set()
        return allCases.first { $0.kernel == best } ?? .baseline
    }
}
