internal import CLibgit2

/// Reads objects from packs, quicker than libgit2 where very many are read one after another.
///
/// libgit2 1.5.1 keeps a lock over all packs that its threads share, applies a difference twice where the object before was
/// just read, and copies what it returns: `docs/decisions.md` has the measurements. This reader belongs to one thread. It
/// answers nil for whatever it does not find or understand: loose objects, alternates, damage. Those are libgit2's.
final class PackReader {
    private let packs: [PackFile]
    private let inflater: Inflater
    private var cache = PackCache()
    /// The pack in which the last object was: the next one is mostly there, too.
    private var lastPack = 0
    private var deltaBuffer: [UInt8] = []

    /// Larger objects are left to libgit2.
    private static let sizeLimit = 64 << 20
    private static let depthLimit = 5_000

    /// - Parameter packs: may be shared with readers of other threads.
    init?(packs: [PackFile]) {
        guard !packs.isEmpty, let inflater = Inflater() else { return nil }
        self.packs = packs
        self.inflater = inflater
    }

    /// Returns an object's bytes and type.
    func read(_ id: ObjectID) -> (bytes: [UInt8], type: git_object_t)? {
        for step in packs.indices {
            let number = (lastPack + step) % packs.count
            guard let offset = packs[number].offset(of: id) else { continue }
            lastPack = number
            guard let object = object(PackCache.Key(pack: number, offset: offset)) else { return nil }
            return (object.bytes, git_object_t(Int32(object.type)))
        }
        return nil
    }

    private func object(_ key: PackCache.Key) -> PackCache.Object? {
        let pack = packs[key.pack]
        var deltas: [(key: PackCache.Key, header: PackFile.Header)] = []
        var key = key
        var object: PackCache.Object?
        while object == nil {
            if let known = cache[key] {
                object = known
            } else {
                guard deltas.count < Self.depthLimit, let header = pack.header(at: key.offset),
                    header.size <= Self.sizeLimit
                else { return nil }
                switch header.kind {
                case .whole(let type):
                    guard let bytes = inflater.bytes(of: pack, at: header.dataStart, size: header.size) else {
                        return nil
                    }
                    object = PackCache.Object(bytes: bytes, type: type)
                    // Commits are read once; the rest may be what others differ from.
                    if type != 1 { cache.insert(PackCache.Object(bytes: bytes, type: type), for: key) }
                case .delta(let offset):
                    deltas.append((key, header))
                    key.offset = offset
                }
            }
        }
        guard var object else { return nil }
        for (key, header) in deltas.reversed() {
            guard inflater.read(pack, at: header.dataStart, size: header.size, into: &deltaBuffer),
                let bytes = PackDelta.apply(deltaBuffer, count: header.size, to: object.bytes, limit: Self.sizeLimit)
            else { return nil }
            object.bytes = bytes
            if object.type != 1 { cache.insert(object, for: key) }
        }
        return object
    }
}

/// The objects that were read last: about 32 MB of them.
struct PackCache {
    struct Key: Hashable {
        var pack: Int
        var offset: Int
    }

    struct Object {
        var bytes: [UInt8]
        /// As packs write it: 1 for a commit, 2 for a tree, 3 for a file, 4 for a tag.
        var type: UInt8
    }

    private static let sizeLimit = 16 << 20
    private var recent: [Key: Object] = [:]
    private var older: [Key: Object] = [:]
    private var recentSize = 0

    subscript(key: Key) -> Object? {
        mutating get {
            if let object = recent[key] { return object }
            guard let object = older[key] else { return nil }
            insert(object, for: key)
            return object
        }
    }

    /// When the recent ones are full they become the older ones, which are forgotten unless somebody asks for them.
    mutating func insert(_ object: Object, for key: Key) {
        guard object.bytes.count < Self.sizeLimit / 4 else { return }
        if recentSize + object.bytes.count > Self.sizeLimit {
            older = recent
            recent = [:]
            recentSize = 0
        }
        recent[key] = object
        recentSize += object.bytes.count
    }
}
