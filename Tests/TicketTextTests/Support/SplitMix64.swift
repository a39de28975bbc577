/// A generator of random numbers that gives the same ones for the same seed everywhere (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<Items: Collection>(_ items: Items) -> Items.Element where Items.Index == Int {
        items[items.startIndex + Int.random(in: 0..<items.count, using: &self)]
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// Changes, drops, doubles or adds a few bytes.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...result.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: result.insert(pick(Self.interesting), at: place)
            case 1 where place < result.count: result[place] = pick(Self.interesting)
            case 2 where place < result.count: result.remove(at: place)
            case 3 where place < result.count: result[place] ^= 1 << UInt8(Int.random(in: 0..<8, using: &self))
            default:
                let end = min(result.count, place + Int.random(in: 0..<12, using: &self))
                result.insert(
                    contentsOf: Array(result[place..<end]), at: Int.random(in: 0...result.count, using: &self))
            }
        }
        return result
    }

    private static let interesting = Array("-:#[]{},'\"|>&*!%@`?\\ \t\n\r~ ab0=.\u{85}\u{2028}я🙂\u{FEFF}".utf8)
}
