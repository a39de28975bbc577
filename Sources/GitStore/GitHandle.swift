internal import CLibgit2

/// One kind of libgit2 object and how it is freed.
protocol GitHandleKind {
    @unsafe static func free(_ pointer: OpaquePointer)
}

/// A libgit2 object that is freed when its owner goes.
@safe struct GitHandle<Kind: GitHandleKind>: ~Copyable {
    /// What libgit2 calls the object; valid as long as this handle lives.
    let pointer: OpaquePointer

    /// Opens the object.
    ///
    /// - Parameters:
    ///   - function: The libgit2 function that `open` calls.
    ///   - open: Stores the object into its argument and returns libgit2's code.
    init(_ function: StaticString, _ open: (inout OpaquePointer?) -> Int32) throws(GitError) {
        var opened: OpaquePointer?
        try check(unsafe open(&opened), function)
        guard let opened = unsafe opened else {
            throw GitError("git.failed", "nothing was opened", function: "\(function)")
        }
        unsafe self.pointer = opened
    }

    deinit { unsafe Kind.free(pointer) }
}

enum RepositoryKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_repository_free(pointer) }
}
enum ObjectDatabaseKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_odb_free(pointer) }
}
enum DatabaseObjectKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_odb_object_free(pointer) }
}
enum ObjectKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_object_free(pointer) }
}
enum ReferenceKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_reference_free(pointer) }
}
enum ConfigurationKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_config_free(pointer) }
}
enum WalkKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_revwalk_free(pointer) }
}
enum StatusListKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_status_list_free(pointer) }
}
enum IndexKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_index_free(pointer) }
}
enum PackBuilderKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_packbuilder_free(pointer) }
}
enum FilterListKind: GitHandleKind {
    static func free(_ pointer: OpaquePointer) { unsafe git_filter_list_free(pointer) }
}

/// Calls `body` with the bytes as a C string; they hold no NUL, which the caller has checked.
func withCString<R>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
    var terminated = bytes
    terminated.append(0)
    return unsafe terminated.withUnsafeBytes { unsafe body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
}

/// Returns the bytes of a C string without its NUL; nothing for a null pointer.
@unsafe func bytes(ofCString pointer: UnsafePointer<CChar>?) -> [UInt8] {
    guard let pointer = unsafe pointer else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: pointer, count: String(cString: pointer).utf8.count))
}
