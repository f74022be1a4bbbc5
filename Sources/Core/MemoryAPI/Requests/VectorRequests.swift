/// How complete the vectors are.
package struct VectorsStatus: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "vectors.status"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// Whether the vectors are whole.
package struct VectorsVerify: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "vectors.verify"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}
