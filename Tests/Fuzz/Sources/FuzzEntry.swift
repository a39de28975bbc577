/// What libFuzzer calls with every input it makes up.
///
/// One program holds all targets and runs the one that it is called by: `Makefile` links it under each name.
/// An input that libFuzzer found runs again with `.build-fuzz/NAME FILE`.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let start = CPUClock.milliseconds
    FuzzTarget.current.run(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    let milliseconds = CPUClock.milliseconds - start
    require(milliseconds <= 1_000, "a hang: \(milliseconds) ms for \(count) bytes")
    return 0
}

/// What can be fuzzed, by its name on the command line.
enum FuzzTarget: String, CaseIterable {
    case frontMatter = "front-matter"
    case conversation, query, calendar, configuration, zone, glob, markdown

    static let current: FuzzTarget = {
        let name = CommandLine.arguments[0].split(separator: "/").last.map(String.init) ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("\(name) is no target: call the program by one of \(FuzzTarget.allCases.map(\.rawValue))")
        }
        return target
    }()

    func run(_ input: [UInt8]) {
        switch self {
        case .frontMatter: FrontMatterTarget.run(input)
        case .conversation: ConversationTarget.run(input)
        case .query: QueryTarget.run(input)
        case .calendar: CalendarTarget.run(input)
        case .configuration: ConfigurationTarget.run(input)
        case .zone: ZoneTarget.run(input)
        case .glob: GlobTarget.run(input)
        case .markdown: MarkdownTarget.run(input)
        }
    }
}

/// Stops the program, which libFuzzer takes for a crash and keeps the input of, unless `condition` holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    guard condition else { fatalError(message()) }
}
