package import MemoryModel
package import MemoryStore
package import Prompting
package import TextAnalysis

extension LearningWorker {
    /// What is done for one kind of jobs.
    package struct Stage: Sendable {
        /// What models are to write for a job, read off a snapshot and outside of any write. The stage must come to the
        /// same requests again from the same evidence, or it will not find what was written.
        package typealias Requests = @Sendable (LearningJob, MemoryReader) throws -> [DraftRequest]
        /// Does one job within a transaction: reads evidence, looks up its drafts, writes the change, tells the facts.
        package typealias Run = @Sendable (LearningJob, MemoryTransaction, DraftBook) throws -> Void

        /// `nil` for a stage that never asks a model.
        package var requests: Requests?
        package var run: Run

        package init(requests: Requests? = nil, run: @escaping Run) {
            self.requests = requests
            self.run = run
        }

        /// The same stage with the person's own rules of redaction in force while it works.
        package func redacting(by rules: @escaping @Sendable () -> RedactionRules) -> Stage {
            var stage = self
            if let requests {
                stage.requests = { job, reader -> [DraftRequest] in
                    try RedactionRules.$current.withValue(rules()) { () throws -> [DraftRequest] in
                        try requests(job, reader)
                    }
                }
            }
            stage.run = { [run] job, transaction, book in
                try RedactionRules.$current.withValue(rules()) { () throws -> Void in
                    try run(job, transaction, book)
                }
            }
            return stage
        }
    }
}
