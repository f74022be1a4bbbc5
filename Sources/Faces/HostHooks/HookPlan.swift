package import JSONText
import MemoryModel

/// A hook's event, translated: requests of the catalogue to make in order, and what may become of their answers.
package struct HookPlan: Sendable, Equatable {
    package struct Call: Sendable, Equatable {
        package var method: String
        package var params: JSON

        package init(_ method: String, _ params: JSON) {
            self.method = method
            self.params = params
        }
    }

    /// A recall for a prompt whose host can show nothing yet.
    package struct Deferral: Sendable, Equatable {
        /// Session and turn.
        package var key: String
        package var call: Call
    }

    package var calls: [Call]
    /// To be made by the first event of the same turn that can show it.
    package var defers: Deferral?
    /// The key of the deferred recall that this event can show.
    package var shows: String?

    package init(_ calls: [Call] = [], defers: Deferral? = nil, shows: String? = nil) {
        self.calls = calls
        self.defers = defers
        self.shows = shows
    }

    package static let nothing = HookPlan()

    /// The same for an event that comes late, when its hook has long gone: everything is recorded and nothing recalled,
    /// for what is recalled counts as handed over.
    package var withoutAudience: HookPlan {
        var plan = self
        plan.shows = nil
        plan.calls = calls.compactMap { call in
            switch call.method {
            case HookRequests.contextMethod: return nil
            case HookRequests.promptMethod:
                var call = call
                call.params["contextHints"] = ["captureOnly": true]
                return call
            default: return call
            }
        }
        return plan
    }
}

/// What came back for a host to see.
package struct HookAnswer: Sendable, Equatable {
    /// For the model; empty when there is nothing to add.
    package var context: String
    /// For the person; `nil` when there is nothing to say.
    package var notice: String?

    package init(context: String = "", notice: String? = nil) {
        self.context = context
        self.notice = notice
    }

    /// Takes up what an answer of the catalogue has for a host.
    mutating func take(_ answer: JSON) {
        if let text = answer["injectedContext"]?.string ?? answer["text"]?.string { context = text }
        if let text = answer["notice"]?.string, !text.isEmpty { notice = text }
    }
}
