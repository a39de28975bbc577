import Testing

@testable import tick

@Suite struct ReportChartTests {
    @Test func `sparks are as high as their share of the largest, and nothing is a dot`() {
        #expect(BlockChart.spark([0, 1, 2, 3, 4, 5, 6, 7, 8]) == "·▁▂▃▄▅▆▇█")
        #expect(BlockChart.spark([1, 800]) == "▁█")
        #expect(BlockChart.spark([0, 0]) == "··")
        #expect(BlockChart.spark([]) == "")
        #expect(BlockChart.spark([1, 2], largest: 8) == "▁▂")
    }

    @Test func `bars have eighths, and what is there shows`() {
        #expect(BlockChart.bar(8, of: 8, columns: 3) == "███")
        #expect(BlockChart.bar(4, of: 8, columns: 3) == "█▌")
        #expect(BlockChart.bar(1, of: 8_000, columns: 3) == "▏")
        #expect(BlockChart.bar(0, of: 8, columns: 3) == "")
        #expect(BlockChart.bar(1, of: 0, columns: 3) == "")
        #expect(BlockChart.bar(9, of: 8, columns: 3) == "███")
    }

    @Test(arguments: 1...200)
    func `a bar is never longer than its columns, and one block a column`(_ value: Int) {
        let bar = BlockChart.bar(value, of: 200, columns: 12)
        #expect(TerminalWidth.columns(bar) == bar.count)
        #expect((1...12).contains(bar.count))
    }

    @Test func `text from files is text on a page`() {
        let hostile = "<script>alert('1')</script> & \"x\" \u{202E}\u{1B}[31m"
        let markup = Markup.element("td", [("title", hostile)], hostile).source
        #expect(!markup.contains("<script"))
        #expect(!markup.contains("\u{202E}"))
        #expect(!markup.contains("\u{1B}"))
        #expect(markup.hasPrefix("<td title=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"))
        #expect(markup.hasSuffix("</td>"))
    }

    @Test func `places are percentages`() {
        #expect(ReportCharts.percent(0) == "0%")
        #expect(ReportCharts.percent(500_000) == "50%")
        #expect(ReportCharts.percent(123_456) == "12.345%")
        #expect(ReportCharts.percent(1_010) == "0.101%")
        #expect(ReportCharts.percent(1_000_000) == "100%")
        #expect(ReportCharts.share(3, of: 0) == 0)
        #expect(ReportCharts.share(-3, of: 6) == 0)
    }

    @Test(arguments: [(0, 1), (1, 1), (2, 2), (3, 4), (55, 60), (61, 80), (100, 100), (101, 200), (Int.max, Int.max)])
    func `an axis ends with a round number`(_ value: Int, _ end: Int) {
        #expect(ReportCharts.axisEnd(value) == end)
    }
}
