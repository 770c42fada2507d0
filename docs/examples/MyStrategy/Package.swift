// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "MyStrategy",
    dependencies: [
        // Outside of this repository: .package(url: "…", from: "…")
        .package(name: "ssmlab", path: "../../..")
    ],
    targets: [
        .target(
            name: "StepScaling",
            dependencies: [.product(name: "SSMLabKit", package: "ssmlab")]),
        .executableTarget(
            name: "mylab",
            dependencies: ["StepScaling", .product(name: "StandardPlugins", package: "ssmlab")]),
        .testTarget(
            name: "StepScalingTests",
            dependencies: ["StepScaling", .product(name: "SSMLabTesting", package: "ssmlab")]),
    ]
)
