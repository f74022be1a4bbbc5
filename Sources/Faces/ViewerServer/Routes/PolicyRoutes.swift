/// What the page "Policies" asks.
extension RouteTable {
    static let policies: [Route] = []
}
