import MemoryModel
import MemoryStore
import Synchronization
import VectorColumn

/// What the channels of one search have found, and how it went.
struct Findings: Sendable {
    /// The rankings of the channels of words, without those that found nothing.
    var words: [ChannelName: [ChannelHit]] = [:]
    /// `nil` when there are no vectors, or the question's came too late.
    var meaning: VectorChannel.Findings?
    /// The course of the channels, to be completed by what becomes of their hits.
    var explanation = RecallExplanation()

    /// Rank (from 1) and score of each row by channel.
    var rankings: [ChannelName: [Int64: (rank: Int, score: Double)]] {
        var lists = words
        lists[.vector] = meaning?.traces
        return lists.mapValues { list in
            Dictionary(list.enumerated().map { ($0.element.row, ($0.offset + 1, $0.element.score)) }) { first, _ in
                first
            }
        }
    }

    var isEmpty: Bool { words.isEmpty && meaning?.traces.isEmpty ?? true }
}

/// One search: its channels, and what they have found so far.
final class Search: Sendable {
    private struct Answer: Sendable {
        var hits: [ChannelHit]
        var milliseconds: Double
    }

    private struct Answers: Sendable {
        var words: [ChannelName: Answer] = [:]
        var meaning: (findings: VectorChannel.Findings, milliseconds: Double)?
        var failure: MemoryError?
    }

    private let analysed: AnalysedQuery
    private let deadline: Duration
    private let channels: [any Channel]
    private let meaning: VectorChannel?
    private let answers = Mutex(Answers())

    init(analysed: AnalysedQuery, vectors: VectorSet?, options: RecallOptions) {
        self.analysed = analysed
        deadline = options.deadline
        channels = [ErrorSignatureChannel(), PatternChannel(), KeywordChannel(options: options)]
        meaning = vectors.map { VectorChannel(vectors: $0) }
    }

    /// Asks the channels that read the database one after the other on one snapshot, the cheap and certain ones first.
    /// Interrupted by the database when the asker's time is up; what is answered stays.
    func askWords(in reader: MemoryReader) throws {
        for channel in channels {
            let start = ContinuousClock.now
            let hits = try channel.hits(for: analysed, in: reader)
            let answer = Answer(hits: hits, milliseconds: (ContinuousClock.now - start).milliseconds)
            answers.withLock { $0.words[channel.name] = answer }
        }
    }

    /// A model that fails or is late costs its own hits and nothing else.
    func askMeaning(beside database: MemoryDatabase) async {
        guard let meaning else { return }
        let start = ContinuousClock.now
        do {
            let findings = try await meaning.findings(for: analysed.query, in: database)
            let milliseconds = (ContinuousClock.now - start).milliseconds
            answers.withLock { $0.meaning = (findings, milliseconds) }
        } catch let error as MemoryError {
            answers.withLock { $0.failure = error }
        } catch {
            return
        }
    }

    var findings: Findings {
        let answers = answers.withLock { $0 }
        var findings = Findings()
        findings.explanation.deadlineMilliseconds = deadline.milliseconds
        for channel in channels {
            guard let answer = answers.words[channel.name] else {
                findings.explanation.late.append(channel.name.rawValue)
                continue
            }
            findings.explanation.channels.append((channel.name.rawValue, answer.hits.count, answer.milliseconds))
            if !answer.hits.isEmpty { findings.words[channel.name] = answer.hits }
        }
        let vector = ChannelName.vector.rawValue
        if let (found, milliseconds) = answers.meaning {
            findings.meaning = found
            findings.explanation.channels.append((vector, found.traces.count, milliseconds))
        } else if let failure = answers.failure {
            findings.explanation.failed.append((vector, failure.code.rawValue))
        } else if meaning != nil {
            findings.explanation.late.append(vector)
        }
        return findings
    }
}
