import HubClient
import HubDiscovery
import MemoryCore
import MemoryModel
import SharedStatements
import Signing

extension HubConnection {
    func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing {
        guard let address = HubAddress(request.address) else { throw Self.malformedAddress.memoryError }
        guard let code = PairingCode(request.code) else {
            throw MemoryError(
                .invalidArgument, "This is no code of a hub.",
                hint: "It has twelve letters and digits, as in ABCD-EFGH-JKMN; an admin of the team makes one.")
        }
        let key = (request.keepsKey ? storedKey() : nil) ?? SigningKey()
        let pairing = CodePairing(
            address: address, code: code, name: request.name, deviceName: request.deviceName, key: key)
        let welcome: HubWelcome
        let place: HubPlace
        do throws(HubFault) {
            welcome = try await pairing.run()
            place = HubPlace(hub: welcome.hub, address: request.address, certificate: welcome.certificate)
            try await Self.confirm(welcome, at: place)
        } catch {
            throw error.memoryError
        }
        try keep(token: welcome.token, of: key, for: welcome.hub)
        let grant = welcome.grant.flatMap { try? VerifiedEnvelope(json: $0) }
        return HubPairing(
            place: place, name: welcome.name, roots: welcome.roots, device: key.verifyingKey,
            isActive: welcome.isActive, grant: grant.flatMap { $0.hub == welcome.hub ? $0 : nil })
    }

    /// The code proved who speaks; now who answers at this address has to be the same, or nothing of it could be
    /// reached afterwards.
    private static func confirm(_ welcome: HubWelcome, at place: HubPlace) async throws(HubFault) {
        let channel = try channel(to: place)
        let fault: HubFault?
        do throws(HubFault) {
            _ = try await channel.standing(token: welcome.token)
            fault = nil
        } catch {
            fault = error
        }
        await channel.shutdown()
        if let fault { throw fault }
    }
}

extension HubConnection {
    func discover() async throws(MemoryError) -> [HubSighting] {
        await HubBrowser.search().map {
            let host = $0.host.contains(":") ? "[\($0.host)]" : $0.host
            return HubSighting(
                name: HubWords.clean($0.name), address: "\(host):\($0.port)", fingerprint: $0.fingerprint)
        }
    }
}
