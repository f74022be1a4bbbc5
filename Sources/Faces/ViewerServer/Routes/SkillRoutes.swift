/// What the page "Skills" asks.
extension RouteTable {
    static let skills: [Route] = []
}
