import Glibc
import TicketText

/// Runs inputs without libFuzzer and sanitizers, as fast as the released program: what takes a second here is a hang.
///
///     .build-fuzz/plain/query .build-fuzz/corpus/query/*
///
/// Prints inputs that take over 0.1 s of the processor, and at the end the slowest and the memory needed at most. Fails at
/// the limits that `run` sets.
@main
enum Replay {
    static func main() {
        var slowest = (milliseconds: 0, name: "")
        for name in CommandLine.arguments.dropFirst() {
            guard let bytes = TextFile.bytes(name) else { continue }
            let start = CPUClock.milliseconds
            FuzzTarget.current.run(bytes)
            let taken = CPUClock.milliseconds - start
            if taken > 100 { print("\(taken) ms: \(name)") }
            if taken > slowest.milliseconds { slowest = (taken, name) }
        }
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let megabytes = usage.ru_maxrss / 1_024
        print("at most \(slowest.milliseconds) ms (\(slowest.name)), \(megabytes) MB")
        if slowest.milliseconds > 1_000 || megabytes > 256 { exit(1) }
    }
}
