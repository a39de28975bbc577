/// What someone did in an entry of the conversation.
package enum EntryVerb: String, CaseIterable, Hashable, Sendable {
    /// The requester, to us.
    case wrote
    /// An agent, to the requester.
    case replied
    /// Someone of the desk, to the desk alone.
    case noted
    /// A telephone call.
    case called
}
