import Foundation
import Testing

@testable import tick

@Suite struct OutputTests {
    @Test func `everything arrives, in order, beyond the buffer and the pipe`() async throws {
        let pipe = Pipe()
        let reader = Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }
        let output = Output(fileDescriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 1_000)
        var expected = ""
        for number in 0..<20_000 {
            try output.writeLine("line \(number)")
            expected += "line \(number)\n"
        }
        try output.flush()
        try pipe.fileHandleForWriting.close()
        #expect(await reader.value == Data(expected.utf8))
    }

    @Test func `a full disk is an error`() throws {
        let device = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        let output = Output(fileDescriptor: device.fileDescriptor)
        try output.write("lost")
        #expect(throws: OutputError(code: ENOSPC)) { try output.flush() }
    }

    @Test func `a pipe has no width`() {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(!Terminal.isTerminal(descriptor))
        #expect(Terminal.width(descriptor, environment: ["COLUMNS": "70"]) == nil)
    }

    @Test func `a terminal has the width of COLUMNS, otherwise its own`() throws {
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var size = winsize(ws_row: 24, ws_col: 133, ws_xpixel: 0, ws_ypixel: 0)
        try #require(unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
        #expect(Terminal.isTerminal(descriptor))
        #expect(Terminal.width(descriptor, environment: [:]) == 133)
        #expect(Terminal.width(descriptor, environment: ["COLUMNS": "70"]) == 70)
        #expect(Terminal.width(descriptor, environment: ["COLUMNS": "no"]) == 133)
    }
}
