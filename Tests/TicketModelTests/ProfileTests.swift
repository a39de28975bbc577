import Testing
import TicketModel

@Suite struct ProfileTests {
    @Test func phasesAddUpAndAreNamedInOneOrder() {
        let profile = Profile()
        profile.add(.milliseconds(1_250), to: .rendering)
        profile.add(.microseconds(12_340), to: .files)
        profile.add(.microseconds(60), to: .files)
        profile.count(3, "kept", in: .files)
        profile.count(4, "read", in: .files)
        profile.count(2, "kept", in: .files)
        let lines = profile.lines
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("profile: ") && lines[0].hasSuffix(" ms"))
        #expect(lines[1] == "  files             12.4 ms  5 kept, 4 read")
        #expect(lines[2] == "  rendering       1250.0 ms")
        #expect(lines[3] == "  the rest           0.0 ms")
    }

    @Test func whoeverHasNoneMeasuresNothingAndGetsWhatWasDone() throws {
        struct Failure: Error {}
        let none: Profile? = nil
        #expect(none.begin() == nil)
        #expect(none.measure(.query) { 7 } == 7)
        let profile: Profile? = Profile()
        #expect(throws: Failure.self) { try profile.measure(.judge) { () throws(Failure) in throw Failure() } }
        #expect(profile?.lines.contains { $0.hasPrefix("  judge ") } == true, "the time of what failed counts too")
    }
}
