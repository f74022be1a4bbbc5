/// What a life held of one kind of task: what there was to learn.
struct FamilyHistory: Sendable {
    var family: Int
    /// Tasks that ended well in which the procedure was done.
    var successes = 0
    /// By step and variant, how many of these had it.
    var seen: [String: Int] = [:]
    /// Names of places where it was done well.
    var places: Set<String> = []
    /// Failed steps in tasks after the first in which the remedy was found: with what was told, and without.
    var repeated = (told: 0, alone: 0)
    /// The same after the first remedy in a place of the same kind.
    var repeatedInPlace = (told: 0, alone: 0)
    /// Tasks, of those after the first remedy, that went wrong.
    var wrong = (told: 0, alone: 0)

    static func all(_ lived: [LivedEpisode], families: Int) -> [FamilyHistory] {
        (0..<families).map { number in
            FamilyHistory(family: number, lived: lived.filter { $0.plan.task == .family(number) })
        }
    }

    private init(family: Int, lived: [LivedEpisode]) {
        self.family = family
        let truth = Families.all[family]
        var isMended = false
        var mendedPlaces: Set<String> = []
        for episode in lived {
            let place = episode.plan.place
            let kind = place.trait(of: truth.trap.keys) ?? place.name
            if isMended {
                repeated.told += episode.played.mistakes
                repeated.alone += episode.alone.mistakes
                wrong.told += episode.played.mistakes > 0 ? 1 : 0
                wrong.alone += episode.alone.mistakes > 0 ? 1 : 0
            }
            if mendedPlaces.contains(kind) {
                repeatedInPlace.told += episode.played.mistakes
                repeatedInPlace.alone += episode.alone.mistakes
            }
            // Counted from the same task on for both, so that the same tasks are compared.
            if episode.alone.isMended, episode.alone.isSuccess {
                isMended = true
                mendedPlaces.insert(kind)
            }
            guard episode.played.isSuccess, episode.played.isMended else { continue }
            successes += 1
            places.insert(place.name)
            for move in truth.course {
                guard let trait = place.trait(of: move.actions) else { continue }
                seen["\(move.id)/\(trait)", default: 0] += 1
            }
        }
    }

    /// Enough to have learned it.
    var isRipe: Bool { successes >= 3 }

    /// Steps that a policy has to state: asked for, and done in two tasks at least, for one is no rule.
    func asked(of steps: [HiddenStep]) -> [HiddenStep] {
        steps.filter { $0.isAsked && seen[$0.key, default: 0] >= 2 }
    }
}
