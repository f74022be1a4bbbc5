/// The scenes that come with the program.
enum DemoScenes {
    static func all() throws(SceneReader.Problem) -> [Scene] {
        var scenes: [Scene] = []
        for bytes in files { scenes += try SceneReader.read(String(decoding: bytes, as: UTF8.self)) }
        return scenes
    }

    private static let files: [[UInt8]] = [
        PackageResources.payments_txt, PackageResources.shelf_txt, PackageResources.pipeline_txt,
        PackageResources.bookings_txt,
    ]
}
