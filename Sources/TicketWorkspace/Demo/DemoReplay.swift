import GitStore
import TicketIndex
import TicketModel
import TicketText

/// Makes the demonstration desk: a repository whose commits tell the stories of `samples/helpdesk`, dated so that its
/// clocks run, stand still, are at risk and breached when somebody looks.
///
/// Every step goes through the same judge and the same commits as a person's commands.
package struct DemoReplay {
    private let samples: FolderFiles
    private let surroundings: Surroundings

    /// - Parameter samples: the absolute path of the folder that holds `desk/` and `stories/`.
    package init(samples: String, surroundings: Surroundings) {
        self.samples = FolderFiles(root: samples)
        self.surroundings = surroundings
    }

    package struct Result: Sendable {
        package var tickets: Int
        package var commits: Int
    }

    /// Makes the repository at `surroundings.folder`, which must not exist or be empty.
    package func run() async throws(WorkspaceError) -> Result {
        let files = try deskFiles()
        var stories = try makeDesk(files)
        stories.sort { ($0.step.at, $0.order) < ($1.step.at, $1.order) }
        var ids: [String: TicketID] = [:]
        var ticketOfStory: [Int: TicketID] = [:]
        var commits = 1
        for (index, (step, story, _)) in stories.enumerated() where step.at <= surroundings.now {
            let workspace = try Workspace.open(surroundings(for: step.author, at: step.at, seed: UInt64(index)))
            do throws(WorkspaceError) {
                ticketOfStory[story] = try await replay(step, ticketOfStory[story], ids, in: workspace)
            } catch {
                throw located(error, step)
            }
            if let name = step.name { ids[name] = ticketOfStory[story] }
            commits += 1
        }
        return Result(tickets: ticketOfStory.count, commits: commits)
    }

    private func replay(
        _ step: Story.Step, _ ticket: TicketID?, _ ids: [String: TicketID], in workspace: Workspace
    ) async throws(WorkspaceError) -> TicketID {
        let options = WriteOptions(runsHooks: false, signs: false, isDurable: false)
        let assignments = step.assignments.map { assignment in
            Assignment(
                name: assignment.name, operation: assignment.operation, value: Self.resolve(assignment.value, ids))
        }
        if let title = step.title {
            let new = NewTicket(
                title: Self.resolve(title, ids), text: Self.resolve(step.text, ids), assignments: assignments)
            guard case .created(let result, _) = try workspace.create(new, options: options),
                let made = result.tickets.first
            else { throw WorkspaceError(.refused, "story", "no ticket was made") }
            return made.id
        }
        let snapshot = await workspace.snapshot()
        guard let ticket, let current = snapshot.ticket(ticket) else {
            throw WorkspaceError(.refused, "story", "the first step of a story needs new")
        }
        if let rating = step.rating {
            _ = try workspace.rate(current, rating, by: nil, options: options)
            return ticket
        }
        if let opinion = step.opinion {
            _ = try workspace.vote(opinion, on: current, entry: nil, by: nil, options: options)
            return ticket
        }
        var entry = step.entry
        entry?.text = Self.resolve(step.entry?.text ?? "", ids)
        _ = try workspace.edit(
            [current], TicketEdit(assignments: assignments, entry: entry), in: snapshot, options: options)
        return ticket
    }

    /// `{NAME}` stands for the id of the story's ticket that is named so; any other braces are text.
    private static func resolve(_ text: String, _ ids: [String: TicketID]) -> String {
        guard text.contains("{") else { return text }
        return ids.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value.text) }
    }

    private func located(_ error: WorkspaceError, _ step: Story.Step) -> WorkspaceError {
        var error = error
        let place = "\(step.location.path):\(step.location.lineNumber)"
        error.diagnostics.append(
            Diagnostic(
                rule: "story", message: "this step cannot be replayed: \(error.message)", hint: error.hint,
                location: step.location))
        error.message = "\(place): \(error.message)"
        return error
    }
}

// MARK: - The desk before the stories

extension DemoReplay {
    private typealias Numbered = (step: Story.Step, story: Int, order: Int)

    private func deskFiles() throws(WorkspaceError) -> [(RepositoryPath, [UInt8])] {
        var files: [(RepositoryPath, [UInt8])] = []
        collect(RepositoryPath("desk"), into: &files)
        guard !files.isEmpty else {
            throw WorkspaceError(
                .refused, "demo.no-samples", "the samples are not at \(samples.absolute("desk"))",
                hint: "name them with --from samples/helpdesk")
        }
        return files.map { (RepositoryPath(Array($0.0.bytes.dropFirst(5))), $0.1) }
    }

    private func collect(_ folder: RepositoryPath, into files: inout [(RepositoryPath, [UInt8])]) {
        guard let listing = samples.listing(of: folder) else { return }
        for name in listing.files {
            let path = folder.appending(bytes: name)
            if let bytes = try? samples.bytes(of: path, limit: 1 << 24) { files.append((path, bytes)) }
        }
        for name in listing.folders { collect(folder.appending(bytes: name), into: &files) }
    }

    /// Commits the configuration, by the first admin, in front of everything else, and reads the stories by its zone.
    private func makeDesk(_ files: [(RepositoryPath, [UInt8])]) throws(WorkspaceError) -> [Numbered] {
        let sources = files.map { SourceText(path: $0.0, bytes: $0.1) }.filter { DeskFiles.isConfiguration($0.path) }
        let configuration = ConfigurationReader(zones: surroundings.zones).read(sources).configuration
        let stories = try readStories(configuration.zone)
        let first = stories.map(\.step.at).min() ?? surroundings.now
        let admin = configuration.people?.people.first { $0.roles.contains("admin") }?.handle
        let start = min(first, surroundings.now) - 3_600
        let people = try commitPeople(admin, configuration, at: start)
        try asking { () throws(GitError) in
            try GitLibrary.setDurable(false)
            let repository = try GitRepository.initialize(
                at: surroundings.folder, variables: surroundings.configurationVariables)
            var plan = CommitPlan(
                changes: files.map { FileChange(path: $0.0.bytes, content: .write($0.1), expectedOnDisk: nil) },
                message: "desk: \(configuration.name)", author: people, committer: people,
                expectedHead: try repository.head())
            plan.isDurable = false
            // Nobody can sign for the people of a story.
            plan.isUnsigned = true
            _ = try repository.commit(plan)
        }
        return stories
    }

    private func readStories(_ zone: Zone) throws(WorkspaceError) -> [Numbered] {
        let reader = StoryReader(zone: zone, now: surroundings.now)
        var result: [Numbered] = []
        for (index, name) in (samples.listing(of: "stories")?.files ?? []).enumerated() {
            let path = RepositoryPath("stories").appending(bytes: name)
            guard let bytes = try? samples.bytes(of: path, limit: 1 << 20) else { continue }
            let steps = try reader.read(SourceText(path: path, bytes: bytes)).steps
            result += steps.enumerated().map { ($0.element, index, $0.offset) }
        }
        return result
    }

    private func commitPeople(
        _ handle: String?, _ configuration: Configuration, at instant: Instant
    ) throws(WorkspaceError) -> Signature {
        let person = handle.flatMap { configuration.people?.person($0) }
        return Signature(
            name: person?.name ?? "Tickdown", email: person?.emails.first ?? "desk@helpdesk.example",
            secondsSinceEpoch: instant.secondsSinceEpoch, offsetMinutes: surroundings.offsetMinutes(instant))
    }

    /// The process as it would have been on that day, with that person at the keyboard.
    private func surroundings(for author: String, at instant: Instant, seed: UInt64) -> Surroundings {
        var result = surroundings
        result.now = instant
        result.isNowGiven = true
        result.actingAs = author
        for role in ["AUTHOR", "COMMITTER"] {
            result.environment["GIT_\(role)_DATE"] = nil
        }
        result.environment["GIT_COMMITTER_NAME"] = "Tickdown demo"
        result.environment["GIT_COMMITTER_EMAIL"] = "desk@helpdesk.example"
        return result
    }
}
