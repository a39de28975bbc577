import Glibc

/// What this thread has used of the processor: time on the wall depends on what else the machine does.
enum CPUClock {
    static var milliseconds: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
