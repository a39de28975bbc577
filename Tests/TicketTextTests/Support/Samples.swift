/// Tickets as people write them, each odd in its own way.
enum Samples {
    static let all: [String] = frontMatters.map { "---\n\($0)\n---\n\(body)" } + wholeFiles

    private static let body = """

        The printer jams.

        ## 2026-11-21T10:15:00+03:00 ivan replied

        Which tray?
        """

    private static let wholeFiles = [
        "---\r\nid: HD-1\r\ntitle: a # c\r\ntags: [a,\r\n  b]\r\nassignee:\r\n---\r\n\r\nText.\r\n",
        "---\r\nid: HD-1\r\nlog: |+\r\n  x\r\n\r\ntags:\r\n- a\r\n- b # c\r\n---\r\nText.",
        "\u{FEFF}---\r\nid: HD-1\r\ntitle: ёлка\r\n---\r\nText", "\u{FEFF}---\nid: HD-1\n---\n", "---\nid: HD-1\n---",
        "---\n---\n", "---\n# nothing yet\n---\nText.\n", "---\n\n\n---\n", "---\n{}\n---\n", "---\n{ # c\n}\n---\n",
        "---\n{id: HD-1, title: b}\n---\n", "---\n{id: HD-1, # c\n title: b,\n tags: [a, b,], # d, e\n}\n---\nText.\n",
        "---\n{\"id\": HD-1, \"assignee\": , status: 'a'}\n---\n", "---\n{title: x}\n---\n",
    ]

    private static let frontMatters = [
        "id: HD-1\ntitle: Printer jams\ntype: incident\nstatus: open\nassignee: ivan\ntags: [printer, hardware]",
        "id: HD-1\nassignee:\nstatus: open",
        "id: HD-1\nassignee:   # nobody yet\nstatus: open\ntags: # none\n  # later",
        "id: HD-1\ntags: vpn\nversion: 1.10", "id: HD-1\ntags: vpn # c\nversion: ~",
        "id: HD-1\ntags: []\nversion: null",
        "id: HD-1\ntags: [a, b,]", "id: HD-1\ntags: [ a , b ] # c\ntitle: x", "id: HD-1\ntags: [a,]\ntitle: x",
        "id: HD-1\ntags: [ # first, of all\n  a, # one\n  b # two\n  , c\n  ] # end\nstatus: x",
        "id: HD-1\ntags: [\n  a,\n  b,\n]\nstatus: x", "id: HD-1\ntags:\n  [a,\n   'b']\nstatus: x",
        "id: HD-1\ntags:\n- a\n- b\nstatus: x", "id: HD-1\ntags:\n  - a\n  - b\n\nstatus: x\n\n# end",
        "id: HD-1\ntags: # some\n  # first\n  - a # one\n  # second\n  - b # two - two\nstatus: x",
        "id: HD-1\ntags:\n- a",
        "id: HD-1\ntags:\n  - # c - d\n    a\n  -\n  - ~\n  - 'b'\n  - |\n    text\nstatus: x",
        "id: HD-1\nlog: |\n  text\n\ntags:\n  # c\n  - a\nstatus: x",
        "id: HD-1\nlog: |+\n  text\n\ntags: [a]\n\nstatus: x",
        "id: HD-1\ntags: [a, a, b]\nstatus: x", "id: HD-1\nlog: >-\n  a\n   \n\nstatus: x",
        "id: HD-1\nlog: |2\n    a\n  b",
        "\"id\": HD-1\n'title' : 'it''s' # c\n\"two words\": \"a\\tb\"\nstatus : open",
        "  id: HD-1\n  title: x\n  tags:\n  - a",
        "title: a\n  b\n  c\nid: HD-1\nstatus:\n  open", "title: \"a\n  b\" # c\nid: HD-1",
        "id: HD-1\nrating:\n  usefulness: 5 # c\n  speed: 4\nstatus: x",
        "id: HD-1\nrating: {speed: 4, comment: 'a, b'} # c",
        "id: HD-1\nитоги: 🙂 # 🙂\nclosed-by:\n  - a: b\n    c: d\n  - [e]\nstatus: x", "id: HD-1\ntitle: ''\ntags: ''",
        "id: HD-1\ntags: [~, '', \"null\", a]\ntitle: ~", "# above\nid: HD-1 # it\n# between\ntitle: x # t\n# below",
        "status: x\ncreated: 2026-11-21T10:03:00+03:00\ntitle: [x]\nid: HD-1",
        "id: HD-1\ntags: |\n  a\nparticipants: >-\n  b\n  c\nstatus: x", "id: HD-1\ntags:\n    - a\n\n    - b\n...",
        "id: HD-1\ntitle: a\u{85}tags: b\u{2028}status: x", "id: HD-1\ntitle: a\rtags: b\rstatus: x # c",
    ]
}
