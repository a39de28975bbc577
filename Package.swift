// swift-tools-version: 6.2
import PackageDescription

// One direction: bytes become documents, documents become tickets, tickets become an index, the index answers
// questions; a change goes back as a plan, is judged, and becomes a commit. Sources/README.md walks through it.

let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "tickdown",
    products: [.executable(name: "tick", targets: ["tick"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/pointfreeco/swift-custom-dump", from: "1.7.3"),
    ],
    targets: [
        .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        // Its pkg-config file names the extensions, too, which are a package of their own.
        .systemLibrary(
            name: "CCmark", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        // Snowball's stemmers, which come without a pkg-config file.
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        // The headers alone are a library: `libkainjow-mustache-dev` has them.
        .target(name: "CMustache"),
        module("GitStore", ["CLibgit2", "CZlib", "CNettle"]),
        module("TicketModel"),
        module("TicketText", ["TicketModel", "CLibyaml", "CMustache", "CCmark", "CStemmer"]),
        module("TicketIndex", ["TicketModel", "TicketText"]),
        module("Workflow", ["TicketModel", "TicketIndex"]),
        module("ServiceLevels", ["TicketModel"]),
        module(
            "TicketWorkspace",
            [
                "GitStore", "TicketModel", "TicketText", "TicketIndex", "Workflow", "ServiceLevels",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .executableTarget(
            name: "tick",
            dependencies: [
                "TicketWorkspace", "GitStore", "TicketModel", "TicketText", "TicketIndex", "Workflow", "ServiceLevels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        tests("GitStoreTests", ["GitStore"]),
        tests("TicketModelTests", ["TicketModel"]),
        tests("TicketIndexTests", ["TicketIndex", "TicketModel", "TicketText"]),
        tests("TicketTextTests", ["TicketText", "TicketModel"]),
        tests("WorkflowTests", ["Workflow", "TicketModel", "TicketText"]),
        tests(
            "ServiceLevelsTests", ["ServiceLevels", "TicketModel"], resources: [.copy("calendar-cases.json")]),
        tests(
            "TicketWorkspaceTests",
            ["TicketWorkspace", "TicketModel", "ServiceLevels", "GitStore", "TicketIndex", "TicketText"]),
        tests(
            "TickTests",
            ["tick", "TicketModel", "TicketText", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        tests(
            "ReferenceTests",
            [
                "tick", "Workflow", "TicketIndex", "TicketText", "TicketModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        tests("SessionTests", ["tick"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
