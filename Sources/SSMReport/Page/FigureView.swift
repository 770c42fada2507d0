import Foundation

/// A figure as the page shows it.
struct FigureView {
    /// Its class.
    let kind: String
    /// The drawing; nil where there is none.
    let svg: String?
    /// What a reader can do with it.
    let hint: String?
    /// The path of its files without what follows the dot.
    let file: String

    /// A figure whose drawing lies in a folder.
    ///
    /// - Parameter prefix: what makes its ids the page's only ones.
    init(_ figure: Figure, in folder: FigureFolder, prefix: String) {
        let drawing = try? String(contentsOf: folder.file(of: figure, .svg), encoding: .utf8)
        svg = drawing.map { InlineSVG($0, prefix: prefix, label: figure.title).text }
        kind = figure.content.hasToggles ? "chart" : "cells"
        hint = figure.content.hasToggles && svg != nil ? "Click a name in the key to hide its curve" : nil
        file = "\(RunReport.figurePath)/\(figure.name)"
    }
}
