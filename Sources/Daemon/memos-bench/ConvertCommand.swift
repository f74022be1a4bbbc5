import MemoryModel
import ModelConversion
import SentenceEncoder

/// Makes a weights file of a model's folder, also in fp32, which `memos model` has no use for: the reference path.
func convert(_ options: inout Options) throws(MemoryError) {
    let source = try options.required("from")
    let target = try options.required("to")
    let name = options.optional("precision") ?? WeightsFile.Precision.int8.rawValue
    try options.end()
    guard let precision = WeightsFile.Precision(rawValue: name) else {
        throw MemoryError(.invalidArgument, "No precision is called \(name).")
    }
    let folder = try ModelFolder(path: source, name: "benchmark")
    var settings = folder.settings
    settings.name = "benchmark"
    try WeightsFile.write(
        shape: folder.shape, settings: settings, vocabulary: folder.vocabulary, tensors: try folder.tensors(),
        precision: precision, to: target)
}
