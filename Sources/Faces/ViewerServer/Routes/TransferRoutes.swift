/// What the page "Import & export" asks.
extension RouteTable {
    static let transfer: [Route] = []
}
