import TicketModel
import TicketWorkspace

/// What each agent did and has.
struct ReportPeople {
    let report: PeriodReport

    var section: Markup {
        guard !report.agents.isEmpty else { return .reportSection("Agents", lead: "Nobody did or has anything.", []) }
        return .reportSection(
            "Agents",
            [
                .element(
                    "div", [("class", "pair")],
                    [
                        .element("div", [], [.element("h3", [], "Closed, replies and reply time"), work.markup]),
                        .element(
                            "div", [], [.element("h3", [], "Open tickets and capacity"), load.markup, overloaded]),
                    ])
            ])
    }

    private var work: PageTable {
        let figures = report.agents.map(\.figures)
        let closed = Int64(figures.map(\.closed).max() ?? 0)
        let replies = Int64(figures.map(\.replies).max() ?? 0)
        let slowest = figures.compactMap(\.replyTime.meanSeconds).max() ?? 0
        return PageTable(
            columns: ["Agent", "Closed", "Replies", "Mean reply"],
            rows: report.agents.map { agent in
                let seconds = agent.figures.replyTime.meanSeconds
                return [
                    name(agent), bar(agent.figures.closed, of: closed), bar(agent.figures.replies, of: replies),
                    PageTable.bar(
                        ReportText.duration(seconds).plain, ReportCharts.bar(seconds ?? 0, of: slowest), isWide: true),
                ]
            }, bars: [1, 2, 3])
    }

    private var load: PageTable {
        let most = Int64(report.agents.map { max($0.figures.open, $0.capacity ?? 0) }.max() ?? 0)
        return PageTable(
            columns: ["Agent", "Open", "", "Waiting"],
            rows: report.agents.map { agent in
                let open = Int64(agent.figures.open)
                return [
                    name(agent),
                    ReportCharts.bar(
                        open, of: most, mark: agent.isOverloaded.flatMap { _ in agent.capacity.map(Int64.init) }),
                    told(agent),
                    .text("\(agent.figures.waiting)"),
                ]
            }, bars: [1])
    }

    private func told(_ agent: AgentWorkload) -> Markup {
        // With a query it is not all that the agent has.
        let capacity = agent.isOverloaded == nil ? nil : agent.capacity
        let text = capacity.map { "\(agent.figures.open) of \($0)" } ?? "\(agent.figures.open)"
        guard agent.isOverloaded == true else { return .text(text) }
        return .element("span", [("class", "over")], text + ", over")
    }

    private var overloaded: Markup {
        let names = report.agents.filter { $0.isOverloaded == true }.map { $0.person?.name ?? $0.figures.agent ?? "" }
        let isCompared = report.agents.contains { $0.isOverloaded != nil }
        let line =
            "The line is the capacity. "
            + (names.isEmpty ? "Nobody is over it." : "Over it: \(names.joined(separator: ", ")).")
        return isCompared ? .element("p", [("class", "lead")], line) : .nothing
    }

    private func name(_ agent: AgentWorkload) -> Markup {
        guard let handle = agent.figures.agent else { return .element("span", [("class", "nothing")], "nobody") }
        return .text(agent.person?.name ?? handle)
    }

    private func bar(_ value: Int, of most: Int64) -> Markup {
        PageTable.bar("\(value)", ReportCharts.bar(Int64(value), of: most))
    }
}
