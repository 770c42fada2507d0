import ArgumentParser
import SSMReport

/// Forms of figures between commas.
struct FigureForms: ExpressibleByArgument, Sendable, Hashable {
    /// Each once, in the order of `FigureForm`.
    let values: [FigureForm]

    /// Reads the names.
    init?(argument: String) {
        var chosen: Set<FigureForm> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let form = FigureForm(rawValue: String(part)), chosen.insert(form).inserted else { return nil }
        }
        values = FigureForm.allCases.filter(chosen.contains)
    }

    /// These forms.
    init(_ values: [FigureForm]) {
        self.values = values
    }

    var defaultValueDescription: String { values.map(\.rawValue).joined(separator: ",") }
}
