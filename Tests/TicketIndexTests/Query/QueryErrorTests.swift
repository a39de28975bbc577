import Testing
import TicketIndex
import TicketModel

@Suite("Errors in queries")
struct QueryErrorTests {
    /// Query, the carets under it, message, hint.
    private static let cases: [(String, String, String, String?)] = [
        ("statsu:open", "^^^^^^", "unknown field statsu", "did you mean status?"),
        ("is:open ыефегы:open", "        ^^^^^^", "unknown field ыефегы", "did you mean status?"),
        ("status:opne", "       ^^^^", "unknown status opne", "did you mean open?"),
        ("status:open,any", "            ^^^", "unknown status any", "has:status asks for any value"),
        ("priority>=hgih", "          ^^^^", "unknown priority hgih", "did you mean high?"),
        ("queue:inprogress", "      ^^^^^^^^^^", "unknown queue inprogress", "did you mean \"in progress\"?"),
        ("assignee:ivna", "         ^^^^", "unknown person ivna", "did you mean ivan?"),
        (
            "assignee:zzzz", "         ^^^^", "unknown person zzzz",
            "known are me, none, unknown, ivan, olga, acme, maria, bolt and boris"
        ),
        ("engineer:any", "         ^^^", "unknown person any", "has:engineer asks for any value"),
        ("customer:acne", "         ^^^^", "unknown customer acne", "did you mean acme?"),
        ("phase:opened", "      ^^^^^^", "unknown phase opened", "did you mean open?"),
        ("sla:breach", "    ^^^^^^", "unknown clock state breach", "did you mean breached?"),
        ("sla:2h", "    ^^", "2h is no state of a clock", "write sla<2h for clocks with less than that left"),
        ("last:reply", "     ^^^^^", "unknown verb reply", "known are wrote, replied, noted, called and ответ"),
        (
            "is:comitted", "   ^^^^^^^^", "unknown state comitted",
            "known are uncommitted, ready, blocked, open, waiting, resolved and closed"
        ),
        ("has:atachments", "    ^^^^^^^^^^", "nothing is known as atachments", "did you mean attachments?"),
        ("title>=x", "     ^^", "title cannot be compared with >=", "title takes : and = and !="),
        ("tag<x", "   ^", "tag cannot be compared with <", "tag takes : and = and !="),
        ("due<soon", "    ^^^^", "soon is no time", nil),
        ("due<tomorow", "    ^^^^^^^", "tomorow is no time", "did you mean tomorrow?"),
        ("created>2026-02-30", "        ^^^^^^^^^^", "2026-02-30 is no time", nil),
        ("due:2d", "^^^^^^", "due:2d asks for a single second", "write due<2d or due>2d"),
        ("level:two", "      ^^^", "two is no number", "level is a number, such as 2"),
        (
            "reproducible:maybe", "             ^^^^^", "maybe is neither yes nor no",
            "reproducible takes yes, no and none"
        ),
        ("estimate<eod", "         ^^^", "eod is no length of time", "write 90s, 15m, 1h30m, 2d or 1w"),
        ("priority>=none", "          ^^^^", "nothing is >= none", "write priority:none"),
        ("priority>=low,high", "^^^^^^^^^^^^^^^^^^", ">= takes one value", nil),
        (
            "rating>3", "^^^^^^^^", "a rating has several numbers",
            "ask for one, as in rating.speed<3, or for has:rating, rating:none"
        ),
        ("id:a/b", "   ^^^", "a/b is no id", "ids look like HD-k7qf3m"),
        ("(a b", "^", "the parenthesis is never closed", nil),
        ("a) b", " ^", "a closing parenthesis without an opening one", "quote it to search for it: \")\""),
        ("a ( )", "  ^^^", "nothing stands between the parentheses", nil),
        ("a or", "  ^^", "nothing stands after “or”", "quote it to search for the word: \"or\""),
        ("or a", "^^", "nothing stands before “or”", "quote it to search for the word: \"or\""),
        ("a and or b", "  ^^^", "nothing stands after “and”", "quote it to search for the word: \"and\""),
        ("(not)", " ^^^", "nothing stands after “not”", "quote it to search for the word: \"not\""),
        (
            "a - b", "  ^", "nothing stands after the -",
            "write it without a space, as in -tag:spam, or \"-\" to search for a dash"
        ),
        ("a \"b", "  ^", "the quotation mark is never closed", nil),
        ("queue:\"in", "      ^", "the quotation mark is never closed", nil),
        ("\" \"", "^^^", "nothing stands between the quotation marks", nil),
        (
            "status:", "^^^^^^^", "a value is missing",
            "write it without spaces, as in status:open,waiting; none is for what is empty"
        ),
        (
            "status:open, waiting", "^^^^^^^^^^^^", "a value is missing",
            "write it without spaces, as in status:open,waiting; none is for what is empty"
        ),
        (
            "priority >= high", "         ^^", "no field stands before the >=",
            "write field, operator and value without spaces, as in priority>=high"
        ),
        ("status==open", "      ^^", "there is no operator ==", "there are :, =, !=, >, >=, < and <="),
        ("10:30", "^^", "unknown field 10", "`tick fields` shows the fields; quote it to search for the text"),
        (
            "title:\(String(repeating: "x", count: 600))", "      " + String(repeating: "^", count: 600),
            "the text to search for is longer than 512 bytes", nil
        ),
    ]

    @Test("An error says what is wrong, where, and what to write instead", arguments: cases)
    func errors(query: String, carets: String, message: String, hint: String?) {
        do throws(QueryError) {
            _ = try Query.parse(query, configuration: QueryFixture.configuration)
            Issue.record("\(query) was taken")
        } catch {
            #expect(error.message == message)
            #expect(Self.carets(error.characterRange) == carets)
            if let hint { #expect(error.hint == hint) }
            #expect(error.query == query)
        }
    }

    private static func carets(_ range: Range<Int>) -> String {
        String(repeating: " ", count: range.lowerBound) + String(repeating: "^", count: range.count)
    }

    @Test("Nesting is bounded, so that no query exhausts the stack", arguments: ["(", "-", "not "])
    func depth(piece: String) {
        let query = String(repeating: piece, count: 9_000 / piece.count) + "x"
        #expect(throws: QueryError.self) { try Query.parse(query, configuration: QueryFixture.configuration) }
        let fine = String(repeating: piece, count: 90) + "x" + (piece == "(" ? String(repeating: ")", count: 90) : "")
        #expect(throws: Never.self) { try Query.parse(fine, configuration: QueryFixture.configuration) }
    }

    @Test("A query of enormous length is refused")
    func length() {
        let query = String(repeating: "x ", count: 20_000)
        #expect(throws: QueryError.self) { try Query.parse(query, configuration: QueryFixture.configuration) }
    }

    @Test("Orders to sort by are checked like queries")
    func orders() {
        let missing = "write fields with commas between them, as in sla,-priority"
        let cases: [(String, String, String, String?)] = [
            ("sla,-priorty", "     ^^^^^^^", "unknown field priorty", "did you mean priority?"),
            ("sla,,id", "    ", "a field is missing", missing), (" - ", "  ", "a field is missing", missing),
            ("id, text", "    ^^^^", "text has no order", nil),
        ]
        for (text, carets, message, hint) in cases {
            do throws(QueryError) {
                _ = try SortOrder.parse(text, QueryFixture.configuration)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.message == message)
                #expect(Self.carets(error.characterRange) == carets, "\(text)")
                #expect(error.hint == hint)
            }
        }
    }
}
