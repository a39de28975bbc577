extension GitRepository {
    /// Lets a program sign a commit, and returns the signed commit's bytes. Call it under the write lock.
    ///
    /// Whatever the program answers is held against what was to be signed: only a signature may have come to it.
    ///
    /// - Throws: `git.unsigned` where it signed something else; what the program threw.
    func signed(
        _ content: [UInt8], message: [UInt8], _ unsigned: UnsignedCommit,
        _ sign: (UnsignedCommit) throws(GitError) -> [UInt8]
    ) throws(GitError) -> [UInt8] {
        try PrivateFile.makeFolder(sharedFolder + Array("/state".utf8))
        try removeSigningFile()
        defer { try? removeSigningFile() }
        try PrivateFile.write(message, to: signingFile, isDurable: false)
        let signed = try sign(unsigned)
        guard Self.withoutSignature(signed) == content else {
            throw GitError("git.unsigned", "git signed another commit than the one that is to be made")
        }
        return signed
    }

    /// Always the same name, so that the next writer takes away what a killed one left.
    var signingFile: [UInt8] { sharedFolder + Array("/state/signing-message".utf8) }

    func removeSigningFile() throws(GitError) {
        try PrivateFile.remove(signingFile)
        try PrivateFile.remove(signingFile + Array(".new".utf8))
    }

    /// Returns a commit without its header `gpgsig`, whose further lines begin with a space; nil if there is none.
    ///
    /// Source: git, Documentation/gitformat-signature.txt, "Commit signatures".
    private static func withoutSignature(_ content: [UInt8]) -> [UInt8]? {
        let newline = UInt8(ascii: "\n")
        var result: [UInt8] = []
        var rest = content[...]
        var (isInSignature, isSigned) = (false, false)
        while let end = rest.firstIndex(of: newline), end > rest.startIndex {
            let line = rest[...end]
            isInSignature = line.starts(with: "gpgsig ".utf8) || isInSignature && line.first == UInt8(ascii: " ")
            isSigned = isSigned || isInSignature
            if !isInSignature { result += line }
            rest = rest[(end + 1)...]
        }
        return isSigned ? result + rest : nil
    }
}
