/// What the page "Recall" asks.
extension RouteTable {
    static let recall: [Route] = []
}
