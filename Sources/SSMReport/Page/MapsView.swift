import Foundation

/// Figures of other commands as the page shows them.
struct MapsView {
    /// The figures of one folder.
    struct Group {
        let name: String
        let images: [Image]
        let omitted: String?
    }

    /// A drawing.
    struct Image {
        let name: String
        let source: String
    }

    let groups: [Group]

    init(_ figures: MapFigures) {
        groups = figures.groups.map { group in
            Group(
                name: group.name,
                images: group.images.map {
                    Image(name: $0.name, source: "data:image/png;base64," + $0.bytes.base64EncodedString())
                },
                omitted: group.omitted > 0 ? "\(group.omitted) more are in the folder." : nil)
        }
    }
}
