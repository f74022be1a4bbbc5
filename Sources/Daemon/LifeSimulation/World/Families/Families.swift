/// The twelve kinds of task, in the order in which `--families` takes them.
enum Families {
    static let all: [Family] = [
        nativeWheel, publishIdentifier, migration, generatedEndpoint, certificate, flakyTest, slimImage, portInUse,
        refusedBypass, translations, rotation, release,
    ]
}
