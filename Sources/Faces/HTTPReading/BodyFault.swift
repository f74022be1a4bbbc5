/// What can be wrong with the body of a request before anybody looks at what it says.
package enum BodyFault: Error, Sendable, Equatable {
    /// More bytes than are taken here.
    case tooLarge(limit: Int)
    case tooSlow
    /// It ended before its end.
    case cut
    /// It does not say that it is JSON.
    case mediaType
    case notAnObject
}
