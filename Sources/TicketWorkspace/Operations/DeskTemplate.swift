import TicketModel
import TicketText

/// What `tick init` writes to begin with.
package enum DeskTemplate: String, CaseIterable, Sendable {
    /// Queues, SLA and working hours of a support desk.
    case helpdesk
    /// A bug tracker: reported, confirmed, fixed.
    case bugs
    /// The configuration that everybody needs, and nothing else.
    case empty

    /// Returns the files of the template, in order of their paths.
    ///
    /// - Parameters:
    ///   - key: the prefix of ids.
    ///   - caller: becomes the first agent and admin.
    ///   - zone: the name of the desk's zone.
    func files(key: String, caller: Actor, zone: String) -> [(RepositoryPath, String)] {
        var files: [(RepositoryPath, String)] = [
            (".tick/config.yml", configuration(key: key, zone: zone)),
            (".tick/people.yml", people(caller)),
            (".tick/workflow.yml", workflow),
        ]
        if self != .empty { files.append((".tick/queues.yml", queues)) }
        if self == .helpdesk {
            files.append((".tick/calendars/office.yml", Self.calendar(zone: zone)))
            files.append((".tick/sla.yml", Self.serviceLevels))
        }
        return files.sorted { $0.0 < $1.0 }
    }

    private func configuration(key: String, zone: String) -> String {
        let head = """
            # The desk: its name, the prefix of its ids, its time zone, and what its tickets may say.
            name: \(ScalarWriter.scalar(key + (self == .bugs ? " bugs" : " helpdesk")))
            key: \(key)
            zone: \(zone)
            tickets: [tickets/**/*.md]
            place: tickets/{yyyy}/{mm}/{id}-{slug}.md
            priorities: [low, normal, high, urgent]

            """
        switch self {
        case .helpdesk:
            return head + """
                queues: [it, billing, support]
                channels: [email, phone, portal, chat]
                types:
                  incident: {title: Something is broken}
                  request: {title: Something is needed}
                  question: {}
                attachments: {limit: 10MB, types: [png, jpg, jpeg, gif, pdf, txt, log, csv, mp4]}
                fields:
                  reason: {text: true, title: Why a closed ticket is opened again}

                """
        case .bugs:
            return head + """
                types:
                  bug: {requires: [version]}
                  task: {}
                fields:
                  version: {text: true, title: The version in which it was seen}
                  fixed-in: {text: true, title: The version with the fix}

                """
        case .empty:
            return head
        }
    }

    private func people(_ caller: Actor) -> String {
        let handle = Self.handle(for: caller)
        let name = ScalarWriter.scalar(caller.name, isInFlow: true)
        let email = ScalarWriter.scalar(caller.email, isInFlow: true)
        return """
            # Who works here. git's author address is looked up in `email`; roles are what workflow.yml's `by` names.
            \(ScalarWriter.scalar(handle)): {name: \(name), email: [\(email)], roles: [agent, lead, admin]}

            """
    }

    /// The part before the @ where it is a word, else the slug of the name.
    private static func handle(for actor: Actor) -> String {
        let local = actor.email.prefix { $0 != "@" }
        let word = Slug.make(from: local.isEmpty ? actor.name : String(local))
        return word.isEmpty ? "me" : word
    }

    private var workflow: String {
        switch self {
        case .helpdesk: Self.helpdeskWorkflow
        case .bugs: Self.bugWorkflow
        case .empty: Self.smallWorkflow
        }
    }

    private static let helpdeskWorkflow = """
        # Statuses, and who may move a ticket from one to another. Phases are what clocks and reports understand:
        # open (we work), waiting (they do), resolved, closed.
        initial: new
        statuses:
          new:      {phase: open}
          open:     {phase: open, requires: [assignee]}
          waiting:  {phase: waiting, limit: 4d, then: closed}
          proposed: {phase: resolved, limit: 4d, then: closed}
          closed:   {phase: closed}
        transitions:
          - {from: [new, open, waiting], to: [open, waiting, proposed, closed], by: [agent]}
          - {from: waiting, to: open, by: [requester, agent]}
          - {from: proposed, to: closed, by: [requester, agent]}
          - {from: [proposed, closed], to: open, by: [requester, agent], requires: [entry]}

        """

    private static let bugWorkflow = """
        # Statuses, and who may move a ticket from one to another.
        initial: reported
        statuses:
          reported:    {phase: open}
          confirmed:   {phase: open}
          in-progress: {phase: open, requires: [assignee]}
          needs-info:  {phase: waiting}
          fixed:       {phase: resolved, requires: [fixed-in]}
          closed:      {phase: closed}
        transitions:
          - {from: [reported, confirmed, in-progress, needs-info], to: [confirmed, in-progress, needs-info, fixed, closed]}
          - {from: fixed, to: [closed, in-progress]}
          - {from: closed, to: reported, requires: [entry]}

        """

    private static let smallWorkflow = """
        # Statuses, and the moves between them.
        initial: open
        statuses:
          open:   {phase: open}
          closed: {phase: closed}
        transitions:
          - {from: open, to: closed}
          - {from: closed, to: open}

        """

    private var queues: String {
        self == .bugs
            ? """
            # Named queries: tick queue NAME lists one.
            triage: {query: 'status:reported', sort: '-priority', title: Not looked at yet}
            mine:   {query: 'assignee:me phase:open', sort: '-priority', title: Mine}
            fixed:  {query: 'status:fixed', title: Waiting for a release}

            """
            : """
            # Named queries: tick queue NAME lists one.
            triage:  {query: 'status:new assignee:none', sort: 'sla,-priority', title: Nobody has taken it}
            mine:    {query: 'assignee:me phase:open', sort: 'sla', title: Mine}
            open:    {query: 'phase:open', sort: 'sla,-priority', title: Everything open}
            waiting: {query: 'phase:waiting', sort: updated, title: Waiting for the requester}

            """
    }

    private static func calendar(zone: String) -> String {
        """
        # Working hours. `closed` lists holidays, `dates` other hours for single days.
        zone: \(zone)
        hours:
          mon-fri: ["09:00-18:00"]

        """
    }

    private static let serviceLevels = """
        # How long things may take, in working time. The first policy that matches is a ticket's.
        at-risk: 25%
        policies:
          - name: standard
            calendar: office
            targets:
              first-reply: {urgent: 30m, high: 2h, '*': 4h}
              resolve: {urgent: 8h, high: 2d, '*': 5d}

        """
}
