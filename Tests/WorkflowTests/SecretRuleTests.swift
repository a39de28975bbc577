import Testing
import TicketModel
import Workflow

@Suite struct SecretRuleTests {
    let desk = Desk()

    @Test(arguments: [
        "password: hunter2!", "Password = hunter2", "PASSWORD: 'Tr4y two'", "DB_PASSWORD=abc123", "пароль: Секрет1",
        "Пароль: qwerty", "my password is: x, pwd: letmein99", "api_key: 0123456789abcdef",
        "\"password\": \"abcd1234\",",
        "**password**: abcd1234", "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----",
        "key AKIAIOSFODNN7EXAMPLE here", "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30",
        "https://deploy:s3cretword@git.example/repo", "token ghp_0123456789abcdefghijABCDEFGHIJ012345",
    ])
    func `a secret is found`(text: String) {
        let found = desk.findings(desk.ticket("status: new", text + "\n"))
        #expect(found.rules == ["secret"])
        #expect(found.first?.severity == .warning)
    }

    @Test(arguments: [
        "password: how do I change it?", "Пароль: не подходит к почте", "password: [redacted]", "password: ********",
        "password:", "the password is wrong: it says so", "passwords: three of them", "keyword: abc123",
        "AKIAS ARE DOGS", "AKIAABCDEFGHIJKLMNOP", "bearer of bad news from yesterday", "https://example.com:8080/@x",
        "the secret: never reply at once", "password: <ask olga>", "password: {{customer.password}}",
        "-----BEGIN CERTIFICATE-----", "mailto:maria@acme.example", "https://maria@acme.example/x",
    ])
    func `what only speaks of secrets is not`(text: String) {
        #expect(desk.findings(desk.ticket("status: new", text + "\n")).isEmpty)
    }

    @Test func `a finding does not repeat the secret`() throws {
        let found = desk.findings(desk.ticket("status: new", "пароль: Секрет1 вот\n"))
        let finding = try #require(found.first)
        #expect(finding.location?.lineText == "пароль: ••••••• вот")
        #expect(finding.location?.columnNumber == 9)
        #expect(finding.location?.length == 7)
        #expect(!"\(finding)".contains("Секрет1"))
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["password=<", "password: ", "://a:b", "bearer ", "AKIA", "](", "](<", "=:= "])
    func `a long line takes no more than its length`(piece: String) {
        let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
        _ = desk.findings(desk.ticket("status: new", text))
    }
}
