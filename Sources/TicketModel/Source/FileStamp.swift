/// By what one sees, without reading a file, that it is still the same (git-update-index(1) looks at these too).
package struct FileStamp: Hashable, Sendable {
    package var sizeBytes: Int64
    package var modifiedNanoseconds: Int64
    /// When the file, its name or its rights were last changed: nobody can set that.
    package var changedNanoseconds: Int64
    package var inode: UInt64

    package init(sizeBytes: Int64, modifiedNanoseconds: Int64, changedNanoseconds: Int64, inode: UInt64) {
        self.sizeBytes = sizeBytes
        self.modifiedNanoseconds = modifiedNanoseconds
        self.changedNanoseconds = changedNanoseconds
        self.inode = inode
    }

    /// The later of both times.
    package var lastNanoseconds: Int64 { max(modifiedNanoseconds, changedNanoseconds) }
}
