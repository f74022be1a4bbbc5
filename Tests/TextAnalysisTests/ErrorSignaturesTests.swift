import Testing
import TextAnalysis

/// The same fault signs the same everywhere, another one does not, and success does not sign.
struct ErrorSignaturesTests {
    @Test func samplesAreMany() {
        #expect(ErrorSamples.same.count >= 60)
        #expect(ErrorSamples.different.count >= 30)
    }

    @Test(arguments: ErrorSamples.same)
    func theSameFaultSignsTheSame(one: String, other: String) {
        let first = ErrorSignatures.extract(from: one)
        let second = ErrorSignatures.extract(from: other)
        #expect(first.first != nil)
        #expect(first.first == second.first)
    }

    @Test(arguments: ErrorSamples.different)
    func anotherFaultSignsDifferently(one: String, other: String) {
        let first = ErrorSignatures.extract(from: one).first
        let second = ErrorSignatures.extract(from: other).first
        #expect(first != nil && second != nil)
        #expect(first?.text != second?.text)
    }

    @Test(arguments: ErrorSamples.clean)
    func successDoesNotSign(output: String) {
        #expect(ErrorSignatures.extract(from: output) == [])
    }

    private func check(
        _ output: String, signs text: String, errorClass: String?, code: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let signature = ErrorSignatures.extract(from: output).first
        #expect(signature?.text == text, sourceLocation: sourceLocation)
        #expect(signature?.errorClass == errorClass, sourceLocation: sourceLocation)
        #expect(signature?.code == code, sourceLocation: sourceLocation)
    }

    @Test func classAndCodeAreNamed() {
        check(
            "ModuleNotFoundError: No module named 'x'", signs: "ModuleNotFoundError: No module named 'x'",
            errorClass: "ModuleNotFoundError", code: nil)
        check(
            "src/a.ts(1,2): error TS2304: Cannot find name 'x'.", signs: "error TS2304: Cannot find name <name>.",
            errorClass: "error", code: "TS2304")
        check(
            "Error: connect ECONNREFUSED 127.0.0.1:5432", signs: "Error: connect ECONNREFUSED <address>",
            errorClass: "Error", code: "ECONNREFUSED")
        check(
            "HTTP/1.1 503 Service Unavailable", signs: "HTTP 503 Service Unavailable", errorClass: nil,
            code: "HTTP 503")
        check(
            "error: pg_config not found in /usr/bin", signs: "error: pg_config not found in <path>",
            errorClass: "error", code: nil)
    }

    @Test func theCauseStandsWithoutWhatFollowsFromIt() {
        let output = """
            gcc -c main.c
            main.c:10:5: error: use of undeclared identifier 'foo'
            make: *** [Makefile:3: main.o] Error 1
            """
        let signatures = ErrorSignatures.extract(from: output)
        // The failed rule follows from any fault and would tie this one to others.
        #expect(signatures.map(\.text) == ["error: use of undeclared identifier <name>"])
        #expect(ErrorSignatures.extract(from: "make: *** [Makefile:3: main.o] Error 1").count == 1)
        let two = ErrorSignatures.extract(from: output + "\nx.c:1:2: fatal error: 'zlib.h' file not found")
        #expect(two.map(\.errorClass) == ["fatal error", "error"])
    }
}
