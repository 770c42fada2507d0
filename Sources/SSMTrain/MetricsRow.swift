/// A row of the metrics of training: one line of JSON, whose `kind` says which of the two it is.
package enum MetricsRow: Codable, Sendable, Hashable {
    /// A step.
    case training(StepReport)
    /// A validation.
    case validation(ValidationReport)

    /// The stage's name.
    package var stage: String {
        switch self {
        case .training(let report): report.stage
        case .validation(let report): report.stage
        }
    }

    /// The number of updates made.
    package var step: Int {
        switch self {
        case .training(let report): report.step
        case .validation(let report): report.step
        }
    }

    /// The report of a step; nil of a validation.
    package var training: StepReport? {
        if case .training(let report) = self { report } else { nil }
    }

    /// Decodes one row.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .training: .training(try StepReport(from: decoder))
            case .validation: .validation(try ValidationReport(from: decoder))
            }
    }

    /// Encodes the kind and the report side by side.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .training(let report):
            try container.encode(Kind.training, forKey: .kind)
            try report.encode(to: encoder)
        case .validation(let report):
            try container.encode(Kind.validation, forKey: .kind)
            try report.encode(to: encoder)
        }
    }

    private enum Kind: String, Codable {
        case training, validation
    }

    private enum CodingKeys: String, CodingKey {
        case kind
    }
}
