extension HubAdvertisement {
    /// The hubs that an answer tells of.
    ///
    /// - Parameter sender: the address it came from, for a hub that tells none of its own.
    static func all(in message: DiscoveryMessage, from sender: String) -> [HubAdvertisement] {
        guard message.isAnswer, let kind = HubService.kind else { return [] }
        let records = message.answers + message.additions
        return records.compactMap { record in
            guard case .pointer(let instance) = record.content, record.lifetime > 0, record.name.isSame(as: kind)
            else { return nil }
            return hub(instance, among: records, from: sender)
        }
    }

    private static func hub(
        _ instance: DomainName, among records: [DiscoveryRecord], from sender: String
    ) -> HubAdvertisement? {
        var service: (port: Int, host: DomainName)?
        var words: [String: String] = [:]
        for record in records where record.name.isSame(as: instance) {
            switch record.content {
            case .service(let port, let host): service = (port, host)
            case .text(let strings):
                for string in strings {
                    let parts = String(decoding: string, as: UTF8.self).split(separator: "=", maxSplits: 1)
                    guard parts.count == 2, words[parts[0].lowercased()] == nil else { continue }
                    words[parts[0].lowercased()] = String(parts[1])
                }
            default: continue
            }
        }
        let fingerprint = words["fp"]?.lowercased() ?? ""
        guard let service, service.port > 0, !fingerprint.isEmpty, fingerprint.allSatisfy(\.isHexDigit) else {
            return nil
        }
        let addresses = records.compactMap { record -> [UInt8]? in
            guard case .address(let bytes) = record.content, record.name.isSame(as: service.host) else { return nil }
            return bytes
        }
        let address = addresses.first { $0.count == 4 } ?? addresses.first
        return HubAdvertisement(
            name: legible(words["name"] ?? instance.labels.first ?? ""),
            host: address.flatMap(MulticastInterface.text) ?? sender, port: service.port, fingerprint: fingerprint,
            version: legible(words["v"] ?? ""))
    }

    /// A name that others made up, without what could command a terminal, and no longer than a line.
    private static func legible(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalars.count < 80 {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
