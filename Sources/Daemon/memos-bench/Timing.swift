/// Milliseconds of wall clock.
func milliseconds<Failure: Error, Result>(
    of work: () throws(Failure) -> Result
) throws(Failure) -> (result: Result, milliseconds: Double) {
    let clock = ContinuousClock()
    let began = clock.now
    let result = try work()
    return (result, (clock.now - began) / .milliseconds(1))
}
