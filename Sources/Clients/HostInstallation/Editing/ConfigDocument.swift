import JSONText

/// A file is not in a form that can be edited without risk. Nothing was changed.
package struct NotEditable: Error, Sendable, Equatable {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

/// A configuration as text that can be changed in places: bytes outside of what is added, replaced or removed stay as
/// a person wrote them, comments with them.
protocol ConfigDocument {
    var bytes: [UInt8] { get }

    /// `nil` when nothing stands there.
    func value(at path: ConfigPath) -> JSON?

    /// The text of a value as it stands, to be put back by ``restore(_:at:)``.
    func source(at path: ConfigPath) -> String?

    /// Adds a value, with the objects or tables on its way that are missing, or replaces it.
    mutating func set(_ value: JSON, at path: ConfigPath) throws(NotEditable)

    /// Adds a value at the end of a list, which is made when it is missing.
    mutating func append(_ value: JSON, to path: ConfigPath) throws(NotEditable)

    mutating func restore(_ source: String, at path: ConfigPath) throws(NotEditable)

    /// Takes out what stands there, with its separator or line. Nothing there is no error.
    mutating func remove(_ path: ConfigPath) throws(NotEditable)

    /// Whether an object that would be left empty may go with its last member.
    var hasRemovableContainers: Bool { get }
}

/// The languages hosts keep their settings in.
package enum ConfigLanguage: Sendable, Hashable {
    /// Without comments; a file that has them is left alone, as its host could not read it either.
    case json
    /// With comments, trailing commas, unquoted keys and single quotes.
    case json5
    case toml
    case yaml

    func document(_ bytes: [UInt8]) throws(NotEditable) -> any ConfigDocument {
        switch self {
        case .json: try JSONTextEdit(try JSONSourceMap(bytes, isStrict: true))
        case .json5: try JSONTextEdit(try JSONSourceMap(bytes, isStrict: false))
        case .toml: TOMLTextEdit(try TOMLSourceMap(bytes))
        case .yaml: YAMLTextEdit(try YAMLSourceMap(bytes))
        }
    }

    /// What a new file starts as.
    var empty: [UInt8] {
        switch self {
        case .json, .json5: Array("{}\n".utf8)
        case .toml, .yaml: []
        }
    }
}

/// How the lines of a text end: as most of them do already.
func lineEnd(of bytes: [UInt8]) -> String {
    zip(bytes, bytes.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A } ? "\r\n" : "\n"
}

/// The mark of UTF-8 some editors put first.
func hasByteOrderMark(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }
