import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import PolicyInduction
import WorldModeling

/// What things rest on, as the wire has it.
enum EvidenceWire {
    /// Something learned, as it is named where it is led to.
    static func link(_ item: some LearnedItem) -> JSON {
        ["id": .string(item.id.rawValue), "title": .string(item.heading), "status": .string(item.status.rawValue)]
    }

    /// By id.
    static func json(_ excerpts: [Excerpt]) -> JSON {
        .object(
            JSONObject(
                excerpts.map { excerpt in
                    JSONObject.Member(
                        key: excerpt.id,
                        value: .object(present: [
                            ("kind", .string(excerpt.kind.rawValue)), ("ts", .integer(excerpt.at)),
                            ("title", .string(excerpt.title)), ("text", excerpt.text.map(JSON.string)),
                            ("episodeId", excerpt.episodeID.map { .string($0.rawValue) }),
                            ("outcome", excerpt.outcome.map { .string($0.rawValue) }),
                            ("value", excerpt.value.map(JSON.double)),
                        ]))
                }))
    }

    static func json(_ evidence: ItemLibrary.PolicyEvidence) -> JSON {
        [
            "id": .string(evidence.policy.id.rawValue), "version": JSON(evidence.policy.version),
            "lines": .array(
                evidence.grounds.lines.map {
                    ["part": .string($0.part.rawValue), "text": .string($0.text), "sourceIds": JSON($0.sources)]
                }),
            "gain": json(evidence.grounds.gain), "excerpts": json(evidence.excerpts),
        ]
    }

    private static func json(_ gain: PolicyGrounds.Gain) -> JSON {
        func voices(_ voices: [PolicyGrounds.Voice]) -> JSON {
            .array(voices.map { ["episodeId": .string($0.episodeID.rawValue), "value": .double($0.value)] })
        }
        return .object(present: [
            ("with", voices(gain.with)), ("without", voices(gain.without)), ("meanWith", .double(gain.meanWith)),
            ("meanWithout", gain.meanWithout.map(JSON.double)),
            ("prior", ["mean": .double(gain.priorMean), "weight": .double(gain.priorWeight)]),
            ("expected", .double(gain.expected)), ("gain", .double(gain.gain)),
        ])
    }

    static func json(_ evidence: ItemLibrary.WorldEvidence) -> JSON {
        [
            "id": .string(evidence.model.id.rawValue), "version": JSON(evidence.model.version),
            "contradictions": .array(
                evidence.disputes.map { dispute in
                    let tasks = Set(dispute.facts.map(\.episodeID)).count
                    let ids = dispute.facts.map(\.traceID.rawValue)
                    return .object(present: [
                        ("kind", .string(dispute.kind.rawValue)), ("label", .string(dispute.label)),
                        ("text", .string(dispute.text)), ("tasks", JSON(tasks)),
                        ("firstAt", dispute.facts.first.map { .integer($0.at) }),
                        ("lastAt", dispute.facts.last.map { .integer($0.at) }), ("sourceIds", JSON(ids)),
                    ])
                }),
            "excerpts": json(evidence.excerpts),
        ]
    }
}
