/// The version of the socket protocol between front and daemon.
package let protocolVersion = 1

/// A version of this product, ordered as Semantic Versioning 2.0 orders them; build metadata is ignored.
package struct ProductVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var major: Int
    package var minor: Int
    package var patch: Int
    /// Dot-separated identifiers after the hyphen; empty for a release.
    package var preRelease: [String]

    package static let current = ProductVersion(major: 0, minor: 1, patch: 0)

    package init(major: Int, minor: Int, patch: Int, preRelease: [String] = []) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.preRelease = preRelease
    }

    /// `nil` when the text is not a semantic version.
    package init?(_ text: String) {
        let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let halves = withoutBuild.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else {
            return nil
        }
        var identifiers: [String] = []
        if halves.count == 2 {
            identifiers = halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if identifiers.contains("") { return nil }
        }
        self.init(major: major, minor: minor, patch: patch, preRelease: identifiers)
    }

    package var description: String {
        let release = "\(major).\(minor).\(patch)"
        return preRelease.isEmpty ? release : release + "-" + preRelease.joined(separator: ".")
    }

    package static func < (left: ProductVersion, right: ProductVersion) -> Bool {
        let ours = (left.major, left.minor, left.patch)
        let theirs = (right.major, right.minor, right.patch)
        if ours != theirs { return ours < theirs }
        if left.preRelease.isEmpty || right.preRelease.isEmpty {
            return !left.preRelease.isEmpty && right.preRelease.isEmpty
        }
        for (one, other) in zip(left.preRelease, right.preRelease) where one != other {
            switch (number(one[...]), number(other[...])) {
            case (let one?, let other?): return one < other
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return one < other
            }
        }
        return left.preRelease.count < right.preRelease.count
    }

    /// A number as versions write it: digits only.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
