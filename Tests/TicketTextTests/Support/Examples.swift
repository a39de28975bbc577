/// The files that the documentation of the format shows.
enum Examples {
    static let config = #"""
        name: ACME helpdesk
        key: HD
        zone: Europe/Moscow
        tickets: [tickets/**/*.md]
        place: tickets/{yyyy}/{mm}/{id}-{slug}.md
        queues: [it, billing, support]
        channels: [email, phone, portal, telegram]
        priorities: [low, normal, high, urgent]
        priority-from: {impact: [one, team, all], urgency: [low, high], table: [[low, normal], [normal, high], [high, urgent]]}
        types:
          incident: {title: Поломка, requires: [scale, reproducible]}
          request: {}
          question: {}
          change: {requires: [approved-by]}
        fields:
          scale: {choice: [one, many], title: Масштаб}
          reproducible: {boolean: true}
          engineer: {person: true}
          order: {text: true, like: '??-*'}
        attachments: {limit: 10MB, types: [png, jpg, gif, pdf, txt, log, mp3, mp4]}
        backdate: 15m

        """#

    static let workflow = #"""
        initial: new
        statuses:
          new:            {phase: open, title: Новый, limit: 1h}
          open:           {phase: open, requires: [assignee]}
          in-development: {phase: open, requires: [engineer, external, due]}
          waiting:        {phase: waiting, limit: 4d, then: closed}
          postponed:      {phase: waiting, requires: [wake], then: open}
          proposed:       {phase: resolved, limit: 4d, then: closed}
          closed:         {phase: closed}
        transitions:
          - {from: [new, open, waiting, postponed, in-development], to: [open, waiting, postponed, in-development, proposed, closed], by: [agent]}
          - {from: proposed, to: closed, by: [requester, agent]}
          - {from: [proposed, closed], to: open, by: [requester, agent], requires: [entry]}

        """#

    static let people = #"""
        ivan: {name: Ivan Petrov, email: [ivan@helpdesk.example], roles: [agent], teams: [it], skills: [dns], capacity: 8}
        olga: {name: Olga Orlova, email: [olga@helpdesk.example], roles: [agent, lead, admin], level: 2, absent: [2026-12-01/2026-12-14]}

        """#

    static let queues = #"""
        triage:  {query: 'status:new assignee:none', sort: 'sla,-priority', title: Nobody has taken it}
        mine:    {query: 'assignee:me phase:open', sort: 'sla'}
        it:      {query: 'queue:it phase:open,waiting', columns: [id, priority, status, assignee, title, sla]}

        """#

    static let calendar = #"""
        zone: Europe/Moscow
        hours:
          mon-fri: ["09:00-13:00", "14:00-18:00"]
          sat: ["10:00-14:00"]
        closed: [2026-01-01/2026-01-08, 2026-05-09]
        dates:
          2026-12-31: ["09:00-13:00"]

        """#

    static let serviceLevels = #"""
        at-risk: 25%
        policies:
          - name: vip
            match: 'customer.tier:vip'
            calendar: always
            targets:
              first-reply: {urgent: 15m, high: 30m, '*': 1h}
              next-reply: {urgent: 30m, '*': 2h}
              resolve: {urgent: 4h, high: 8h, '*': 24h}
          - name: standard
            match: 'type:incident,request,question'
            calendar: office
            targets:
              first-reply: {urgent: 30m, '*': 4h}
              resolve: {urgent: 8h, high: 16h, '*': 5d}

        """#

    static let customer = #"""
        ---
        name: ACME Ltd
        tier: vip
        people:
          maria: {name: Maria Ivanova, email: [maria@acme.example], phone: ['+7 495 000-00-00'], authorised: true}
        ---
        Contract 17-4. Calls before ten only.

        """#

    /// All of them under their paths.
    static let desk: [String: String] = [
        ".tick/config.yml": config, ".tick/workflow.yml": workflow, ".tick/people.yml": people,
        ".tick/queues.yml": queues, ".tick/calendars/office.yml": calendar, ".tick/sla.yml": serviceLevels,
        "customers/acme.md": customer,
    ]
}
