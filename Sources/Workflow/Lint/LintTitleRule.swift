package import TicketModel

package struct LintTitleRule: LintRule {
    package static let id = "lint-title"
    package static let summary = "A title says what it is about."
    package static let explanation = """
        A title is what a list shows, and what the next one who has the same looks for. "Help", "Не работает" and
        "Срочно!!!" are the same ticket to everybody.

            title: Срочно! Не работает      # what does not, and where?

        Name the thing and what it does: tick set ID title='Printer on floor 3 jams'. A title is reported where it
        consists of words that fit any ticket alone, or has fewer than three letters.
        """
    package static let defaultSeverity = Severity.warning

    package init() {}

    package func findings(in ticket: Ticket, _ context: CheckContext) -> [Diagnostic] {
        let words = LintWords.folded(ticket.title)
        let letters = words.joined().reduce(0) { $0 + (LintWords.isDense($1) ? 2 : 1) }
        let hint = "name the thing and what it does: tick set \(ticket.id) title='…'"
        guard !ticket.title.isEmpty else { return [] }
        let isTooShort = letters < 3 && !(letters == 2 && words.joined().contains(where: \.isNumber))
        if isTooShort { return [finding(ticket, at: .title, "the title is too short to say anything", hint: hint)] }
        guard words.allSatisfy(Self.emptyWords.contains) else { return [] }
        return [finding(ticket, at: .title, "the title would fit any ticket", hint: hint)]
    }

    /// Words that say nothing of the matter, by themselves and beside one another; folded.
    private static let emptyWords = Set(
        """
        a an the is are am be it its this that i me my we our us you your they in on at to for with of and or but not no nothing anything \
        something everything again still please pls plz help need needed needs want asap urgent urgently important critical problem \
        problems issue issues error errors bug bugs trouble question questions request requests ticket support hi hello hey dear \
        team all everyone good morning day afternoon evening thanks thank regards broken work works working worked doesn doesnt \
        does don dont t s can cant cannot couldn wont won isn fix fixed fail fails failed failing failure wrong bad now today soon \
        quick quickly test testing re fw fwd new subject untitled none \
        и в во на с со у к ко по о об от до за из не ни нет да а но же ли бы это этот эта эти то что как так вот уже еще опять снова \
        все всё ничего что-то нибудь мне меня нам нас вам вас вы я мы он она они наш мой моя мое нужно нужна нужен надо хочу прошу просьба \
        пожалуйста помогите помощь помочь срочно срочное срочная важно важное проблема проблемы проблему проблемой ошибка ошибки ошибку \
        вопрос вопросы заявка заявку обращение запрос тикет поддержка здравствуйте привет добрый доброе день утро вечер спасибо \
        работает работают работал работало сломалось сломался сломалась сломано поломка беда плохо неправильно почините исправьте сделайте \
        разберитесь посмотрите сегодня сейчас скорее быстрее тест без темы тема
        """.split(whereSeparator: \.isWhitespace).map { FoldedText(String($0)).string })
}
