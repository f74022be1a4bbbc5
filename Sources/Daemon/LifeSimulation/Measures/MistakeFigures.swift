/// Whether what was mended once goes wrong again.
package struct MistakeFigures: Sendable, Equatable {
    /// Failed steps that the procedure would have spared, in tasks after the first of their family in which the remedy was
    /// found: as told by the memory, and the same tasks without it.
    package var told = 0
    package var alone = 0
    /// The same after the first remedy where the remedy is the same: the other distribution's is not known yet.
    package var toldInPlace = 0
    package var aloneInPlace = 0
    /// Tasks, of the first kind, in which something went wrong.
    package var wrongTasks = 0
    package var wrongTasksAlone = 0
    /// Steps that only look for where things are, in all tasks.
    package var looks = 0
    package var looksAlone = 0
    /// Tasks of a family before which the remedy was told.
    package var toldTasks = 0
    package var tasks = 0

    /// How much less goes wrong, in (-∞, 1]; `nil` when nothing would have.
    package var drop: Double? { Self.drop(told, alone) }
    package var dropInPlace: Double? { Self.drop(toldInPlace, aloneInPlace) }
    package var dropOfLooks: Double? { Self.drop(looks, looksAlone) }

    init(_ lived: [LivedEpisode], histories: [FamilyHistory]) {
        for history in histories {
            told += history.repeated.told
            alone += history.repeated.alone
            toldInPlace += history.repeatedInPlace.told
            aloneInPlace += history.repeatedInPlace.alone
            wrongTasks += history.wrong.told
            wrongTasksAlone += history.wrong.alone
        }
        for episode in lived {
            looks += episode.played.looks
            looksAlone += episode.alone.looks
            guard episode.plan.family != nil else { continue }
            tasks += 1
            if episode.wasTold { toldTasks += 1 }
        }
    }

    private static func drop(_ told: Int, _ alone: Int) -> Double? {
        alone == 0 ? nil : 1 - Double(told) / Double(alone)
    }
}
