/// What the page "World models" asks.
extension RouteTable {
    static let worlds: [Route] = []
}
