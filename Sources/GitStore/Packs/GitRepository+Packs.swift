internal import Glibc

extension GitRepository {
    /// Lets this handle read packs by itself from now on, for walks over very many objects.
    ///
    /// Packs that are made later, loose objects and alternates are libgit2's as before.
    package func readPacksDirectly() {
        guard state.packReader == nil else { return }
        readDirectly(packFiles())
    }

    /// Takes over the packs that a handle of another thread has opened.
    func readDirectly(_ packs: [PackFile]) {
        state.packs = packs
        state.packReader = PackReader(packs: packs)
    }

    /// The packs of the repository, the largest first, since that is where most objects are.
    private func packFiles() -> [PackFile] {
        let folder = commonDirectory + Array("/objects/pack".utf8)
        guard let stream = unsafe withCString(folder, { unsafe opendir($0) }) else { return [] }
        defer { unsafe closedir(stream) }
        var packs: [PackFile] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
                }
            }
            guard name.suffix(4).elementsEqual(Array(".idx".utf8)),
                let pack = PackFile(indexPath: folder + [UInt8(ascii: "/")] + name)
            else { continue }
            packs.append(pack)
        }
        return packs.sorted { $0.end > $1.end }
    }
}
