// swift-tools-version: 6.2
import PackageDescription

/// One row of the table of modules: the module in Sources/<name>, its tests in Tests/<name>Tests.
struct Module {
    enum Kind { case swift, c, executable }

    let name: String
    var kind = Kind.swift
    var dependencies: [Target.Dependency] = []
    /// Files that are part of the module's code.
    var resources: [Resource] = []
    /// What the module's tests need besides the module itself; nil when it has no tests.
    var tests: [Target.Dependency]? = nil
    /// Whether other packages can import the module.
    var isProduct = false
}

/// One row of the table of plugins: a strategy in Plugins/<name>/Sources, its tests in Plugins/<name>/Tests.
/// Plugins see only the `public` interface of the framework.
struct Plugin {
    let name: String
    var dependencies: [Target.Dependency] = []
    /// What the plugin's tests need besides the plugin itself; nil when it has no tests.
    var tests: [Target.Dependency]? = nil
    var isProduct = false
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let yams = product(name: "Yams", package: "Yams")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let httpClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
}

// Lowest layer first; a module depends only on lower layers (docs and the layering test explain the layers).
let modules: [Module] = [
    Module(name: "CSSMKernels", kind: .c, tests: ["SSMTensor"]),
    Module(name: "SSMTensor", dependencies: ["CSSMKernels", "COpenBLAS"], tests: [], isProduct: true),
    Module(
        name: "SSMStore", dependencies: ["CHDF5", "SSMTensor", .crypto],
        tests: ["CHDF5", "SSMTensor", "mutation-probe", "store-probe"]),
    Module(
        name: "SSMText", dependencies: ["COniguruma", "SSMTensor", "SSMStore"],
        tests: ["SSMTensor", "mutation-probe", "text-probe"], isProduct: true),
    Module(
        name: "SSMModel", dependencies: ["SSMTensor", "SSMStore"],
        tests: ["SSMLabTesting", "SSMStore", "SSMTensor", "model-probe", "mutation-probe"], isProduct: true),
    Module(
        name: "SSMContext", dependencies: ["SSMTensor", "SSMModel", "SSMText"],
        tests: ["SSMLabTesting", "SSMModel", "SSMStore", "SSMTensor", "SSMText"], isProduct: true),
    Module(
        name: "SSMTeacher",
        dependencies: [
            "SSMContext", "SSMModel", "SSMStore", "SSMTensor", "SSMText", .crypto, .httpClient, .nioCore, .nioHTTP1,
            .nioPosix, .nioSSL,
        ],
        tests: [.nioCore, .nioHTTP1, .nioPosix, .nioSSL], isProduct: true),
    Module(
        name: "SSMLabTesting", dependencies: ["SSMContext", "SSMModel", "SSMTensor", "SSMText"],
        tests: ["SSMContext", "SSMModel", "SSMTensor"], isProduct: true),
    Module(
        name: "SSMAnalysis", dependencies: ["SSMContext", "SSMModel", "SSMStore", "SSMTensor"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMStore", "SSMTensor"]),
    Module(
        name: "SSMTrain", dependencies: ["SSMContext", "SSMModel", "SSMStore", "SSMTensor", "SSMText"],
        tests: ["SSMContext", "SSMModel", "SSMStore", "SSMTensor", "SSMText"]),
    Module(
        name: "SSMEval", dependencies: ["SSMContext", "SSMModel", "SSMStore", "SSMTensor", "SSMText"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMStore", "SSMTensor", "SSMText"]),
    Module(
        name: "SSMRecord", dependencies: ["SSMAnalysis", "SSMContext", "SSMStore", "SSMTensor", .crypto],
        tests: ["SSMStore", "SSMTensor"]),
    Module(
        name: "SSMExperiment",
        dependencies: [
            "SSMAnalysis", "SSMContext", "SSMEval", "SSMModel", "SSMRecord", "SSMStore", "SSMTeacher", "SSMTensor",
            "SSMText", "SSMTrain", .yams,
        ],
        tests: [
            "SSMContext", "SSMEval", "SSMModel", "SSMRecord", "SSMStore", "SSMTeacher", "SSMTensor",
            "SSMText", "SSMTrain",
        ]),
    Module(
        name: "SSMReport",
        dependencies: [
            "SSMAnalysis", "SSMContext", "SSMEval", "SSMRecord", "SSMStore", "SSMTensor", "SSMTrain", .crypto,
            .mustache, .subprocess,
        ],
        resources: [.embedInCode("Page/Resources"), .embedInCode("Notebook/Sections")],
        tests: ["SSMAnalysis", "SSMContext", "SSMEval", "SSMRecord", "SSMTrain"]),
    Module(
        name: "SSMBench", dependencies: ["SSMAnalysis", "SSMContext", "SSMModel", "SSMTensor", "SSMText", "SSMTrain"],
        tests: ["SSMContext", "SSMModel", "SSMTensor"]),
    Module(
        name: "SSMLabKit",
        dependencies: [
            "SSMAnalysis", "SSMBench", "SSMContext", "SSMEval", "SSMExperiment", "SSMModel", "SSMRecord", "SSMReport",
            "SSMStore", "SSMTensor", "SSMText", "SSMTrain", .argumentParser,
        ],
        tests: [
            "SSMContext", "SSMEval", "SSMLabTesting", "SSMModel", "SSMRecord", "SSMStore", "SSMTensor", "SSMText",
            "StandardPlugins", "ssmlab",
        ],
        isProduct: true),
    Module(name: "ssmlab", kind: .executable, dependencies: ["SSMLabKit", "StandardPlugins"], isProduct: true),
]

let plugins: [Plugin] = [
    Plugin(
        name: "DeciMamba", dependencies: ["SSMContext", "SSMModel", "SSMTensor"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMTensor"]),
    Plugin(
        name: "ReMamba", dependencies: ["SSMContext", "SSMModel", "SSMTensor"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMTensor"]),
    Plugin(
        name: "Reread", dependencies: ["SSMContext", "SSMModel", "SSMTensor"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMTensor"]),
    Plugin(
        name: "RwR", dependencies: ["SSMContext", "SSMModel", "SSMTeacher", "SSMTensor", "SSMText"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMTeacher", "SSMTensor", "SSMText"]),
    Plugin(
        name: "OPRM", dependencies: ["SSMContext", "SSMTensor"],
        tests: ["SSMContext", "SSMLabTesting", "SSMModel", "SSMTensor"]),
    Plugin(
        name: "StandardPlugins", dependencies: ["DeciMamba", "OPRM", "ReMamba", "Reread", "RwR", "SSMContext"],
        tests: ["SSMContext", "SSMLabTesting"],
        isProduct: true),
]

// Every Swift target has the same settings.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

var targets: [Target] = [
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "COniguruma", pkgConfig: "oniguruma", providers: [.apt(["libonig-dev"])]),
    .executableTarget(
        name: "store-probe", dependencies: ["CHDF5", "SSMStore", "SSMTensor"], path: "Tests/store-probe",
        swiftSettings: settings),
    .executableTarget(
        name: "model-probe", dependencies: ["SSMModel", "SSMTensor"], path: "Tests/model-probe",
        swiftSettings: settings),
    .executableTarget(
        name: "mutation-probe", dependencies: ["SSMModel", "SSMStore", "SSMTensor", "SSMText"],
        path: "Tests/mutation-probe", swiftSettings: settings),
    .executableTarget(
        name: "text-probe", dependencies: ["SSMText"], path: "Tests/text-probe", swiftSettings: settings),
]
var products: [Product] = []

for module in modules {
    switch module.kind {
    case .swift:
        targets.append(
            .target(
                name: module.name, dependencies: module.dependencies, resources: module.resources,
                swiftSettings: settings))
    case .c:
        targets.append(.target(name: module.name, dependencies: module.dependencies))
    case .executable:
        targets.append(
            .executableTarget(name: module.name, dependencies: module.dependencies, swiftSettings: settings))
    }
    if let extra = module.tests {
        targets.append(
            .testTarget(
                name: "\(module.name)Tests", dependencies: [.byName(name: module.name)] + extra,
                swiftSettings: settings))
    }
    if module.isProduct {
        products.append(
            module.kind == .executable
                ? .executable(name: module.name, targets: [module.name])
                : .library(name: module.name, targets: [module.name]))
    }
}

for plugin in plugins {
    targets.append(
        .target(
            name: plugin.name, dependencies: plugin.dependencies, path: "Plugins/\(plugin.name)/Sources",
            packageAccess: false, swiftSettings: settings))
    if let extra = plugin.tests {
        targets.append(
            .testTarget(
                name: "\(plugin.name)Tests", dependencies: [.byName(name: plugin.name)] + extra,
                path: "Plugins/\(plugin.name)/Tests", packageAccess: false, swiftSettings: settings))
    }
    if plugin.isProduct {
        products.append(.library(name: plugin.name, targets: [plugin.name]))
    }
}

// Tests of the working tree itself: layering, the table of plugins, documents.
targets.append(.testTarget(name: "RepositoryTests", swiftSettings: settings))

let package = Package(
    name: "ssmlab",
    products: products,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: targets
)
