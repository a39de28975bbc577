import Testing

@testable import tick

@Suite struct TableTests {
    private func desk() -> Table {
        var table = Table([
            .init(title: "ID"), .init(title: "TITLE", isFlexible: true, minimumWidth: 6),
            .init(title: "DUE", alignment: .right),
            .init(title: "WHO"),
        ])
        table.append([
            StyledText("HD-1"), StyledText("Принтер на 3-м этаже не печатает"), StyledText("2h", .red),
            StyledText("ivan"),
        ])
        table.append([StyledText("HD-22"), StyledText("印刷できない"), StyledText("-12m"), StyledText()])
        return table
    }

    @Test func `columns align whatever the script`() {
        #expect(
            desk().lines(width: 40, palette: .plain) == [
                "ID     TITLE                   DUE  WHO",
                "HD-1   Принтер на 3-м этаже…    2h  ivan",
                "HD-22  印刷できない           -12m",
            ])
    }

    @Test func `without a width nothing is cut`() {
        #expect(
            desk().lines(width: nil, palette: .plain)[1] == "HD-1   Принтер на 3-м этаже не печатает    2h  ivan")
    }

    @Test func `a style surrounds the text, not the padding`() {
        let lines = desk().lines(width: nil, palette: .colored)
        #expect(lines[1].contains("  \u{1B}[31m2h\u{1B}[0m  ivan"))
        #expect(lines[0].hasPrefix("\u{1B}[1mID\u{1B}[0m     \u{1B}[1mTITLE\u{1B}[0m "))
    }

    @Test func `a cell in several styles keeps them when it is cut`() {
        let cell = StyledText("HD-k7", .bold).appending("qf3m", .dim)
        #expect(
            cell.truncated(to: 7).rendered(.colored) == "\u{1B}[1mHD-k7\u{1B}[0m\u{1B}[2mq\u{1B}[0m\u{1B}[2m…\u{1B}[0m")
        #expect(cell.truncated(to: 3).rendered(.plain) == "HD…")
        #expect(cell.truncated(to: 9) == cell)
    }

    @Test func `no line is wider than the terminal, none ends in a space, none holds a control`() {
        var random = RenderingRandom(seed: 2)
        for _ in 0..<1_500 {
            let width = Int.random(in: 1...60, using: &random)
            for line in randomTable(&random).lines(width: width, palette: .plain) {
                #expect(TerminalWidth.columns(line) <= width, "\(line.debugDescription) in \(width)")
                #expect(!line.hasSuffix(" "), "\(line.debugDescription)")
                #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }

    @Test func `styles change nothing but colours`() {
        var random = RenderingRandom(seed: 3)
        for _ in 0..<500 {
            let table = randomTable(&random)
            let colored = table.lines(width: 40, palette: .colored).map { withoutStyles($0) }
            #expect(
                colored.map { Array($0.unicodeScalars) }
                    == table.lines(width: 40, palette: .plain).map { Array($0.unicodeScalars) })
        }
    }

    @Test func `every column begins at the same place in every row`() {
        var random = RenderingRandom(seed: 4)
        for _ in 0..<500 {
            var table = Table([.init(title: "A"), .init(title: "B")])
            for _ in 0..<4 { table.append([StyledText(random.text() + "x"), StyledText("|")]) }
            let lines = table.lines(width: nil, palette: .plain).dropFirst()
            let places = lines.map { TerminalWidth.columns(String($0.dropLast())) }
            #expect(Set(places).count == 1, "\(lines)")
        }
    }

    private func randomTable(_ random: inout RenderingRandom) -> Table {
        let styles: [Style] = [.plain, .bold, .red.and(.bold)]
        let count = Int.random(in: 1...5, using: &random)
        var table = Table(
            (0..<count).map { _ in
                Table.Column(
                    title: random.text(maximumCount: 6), alignment: Bool.random(using: &random) ? .left : .right,
                    isFlexible: Bool.random(using: &random), minimumWidth: Int.random(in: 0...9, using: &random))
            })
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            table.append((0..<count).map { StyledText(random.text(maximumCount: 20), styles[$0 % 3]) })
        }
        return table
    }
}
