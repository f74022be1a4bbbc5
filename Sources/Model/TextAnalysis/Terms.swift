import CTextTables

/// The one analysis of text into search terms, for the index and for the query alike.
///
/// Folds case, width, compatibility forms and diacritics, stems English words, takes names apart and keeps them whole,
/// and gives single characters and pairs for scripts without spaces. It does not weigh terms or drop any.
package enum Terms {
    /// Raised whenever the same text would give other terms, so that an index can be rebuilt.
    package static let version = 1

    /// The longest term in UTF-8 bytes.
    package static let maximumBytes = 64

    package enum Kind: String, Sendable {
        case word, identifier, number, path, version
        /// One character of a script written without spaces, and two.
        case han1, han2
    }

    /// Calls `emit` for every term, in order, until it returns false. Ranges are bytes of the original. A colocated
    /// term stands at the position of the one before it.
    package static func forEachTerm(
        in utf8: UnsafeBufferPointer<UInt8>,
        _ emit: (_ term: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ colocated: Bool) -> Bool
    ) {
        scan(utf8) { term, range, colocated, _ in emit(term, range, colocated) }
    }

    static func scan(_ utf8: UnsafeBufferPointer<UInt8>, _ emit: TermScanner.Emit) {
        guard !utf8.isEmpty else { return }
        withUnsafeTemporaryAllocation(
            of: UInt8.self, capacity: TermScanner.foldedCapacity + TermScanner.termCapacity
        ) { buffer in
            withUnsafeTemporaryAllocation(of: TermScanner.Word.self, capacity: TermScanner.wordCapacity) { words in
                guard let folded = buffer.baseAddress, let firstWord = words.baseAddress else { return }
                var scanner = TermScanner(
                    bytes: utf8, tables: memos_text_tables_get(), folded: folded, words: firstWord,
                    term: folded + TermScanner.foldedCapacity)
                scanner.run(emit)
            }
        }
    }
}

/// A term and where it stands.
package struct Term: Sendable, Equatable {
    package let text: String
    /// Bytes of the original text.
    package let range: Range<Int>
    package let colocated: Bool
    package let kind: Terms.Kind
}

/// A term of a query, with what is needed to weigh it.
package struct QueryTerm: Sendable, Equatable {
    package let text: String
    /// Bytes of the query where it first stands.
    package let range: Range<Int>
    package let kind: Terms.Kind
    /// A word that carries the question and not its subject.
    package let isStopword: Bool
}

extension Terms {
    package static func terms(in text: String) -> [Term] {
        var text = text
        return text.withUTF8 { bytes in
            var result: [Term] = []
            scan(bytes) { term, range, colocated, kind in
                result.append(
                    Term(
                        text: String(decoding: term, as: UTF8.self), range: range, colocated: colocated, kind: kind))
                return true
            }
            return result
        }
    }

    /// The distinct terms of a query in order of appearance.
    package static func queryTerms(in text: String) -> [QueryTerm] {
        var text = text
        return text.withUTF8 { bytes in
            var seen: Set<String> = []
            var result: [QueryTerm] = []
            scan(bytes) { term, range, _, kind in
                let text = String(decoding: term, as: UTF8.self)
                guard seen.insert(text).inserted else { return true }
                let source = UnsafeBufferPointer(rebasing: bytes[range])
                let isStopword = Stopwords.contains(term: text, kind: kind, source: source)
                result.append(QueryTerm(text: text, range: range, kind: kind, isStopword: isStopword))
                return true
            }
            return result
        }
    }
}
