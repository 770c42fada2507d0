/// A form that figures are drawn in.
package enum FigureForm: String, Sendable, Hashable, CaseIterable {
    /// For pages; that of curves reacts to the mouse.
    case svg
    /// For slides and messages.
    case png
    /// For papers. Its bytes differ from one drawing to the next.
    case pdf
}
