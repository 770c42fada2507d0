/// The shape of a model that an experiment trains from the start; the vocabulary follows from the tokenizer.
package struct ModelShape: Sendable, Hashable, Codable {
    /// The families of models.
    package enum Architecture: String, Sendable, Hashable, Codable, CaseIterable {
        /// Mamba-1.
        case mamba
    }

    /// The family.
    package let architecture: Architecture
    /// Width of the residual stream (D).
    package let width: Int
    /// Number of blocks.
    package let layers: Int
    /// State per lane (N).
    package let state: Int
    /// Inner width over width (E / D).
    package let expand: Int
    /// Taps of the convolution (K).
    package let convolutionKernel: Int
    /// The least initial step.
    package let timeStepMinimum: Double
    /// The greatest initial step; a larger one lets recall over many keys be learned sooner.
    package let timeStepMaximum: Double

    private enum CodingKeys: String, CodingKey {
        case architecture, width, layers, state, expand
        case convolutionKernel = "conv-kernel"
        case timeStepMinimum = "time-step-min"
        case timeStepMaximum = "time-step-max"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        architecture = try container.decode(Architecture.self, forKey: .architecture)
        width = try container.decodePositive(forKey: .width)
        layers = try container.decodePositive(forKey: .layers)
        state = try container.decodePositive(forKey: .state, default: 16)
        expand = try container.decodePositive(forKey: .expand, default: 2)
        convolutionKernel = try container.decodePositive(forKey: .convolutionKernel, default: 4)
        guard width <= 1 << 24 else { throw container.refusal(forKey: .width, "\(width) is more than \(1 << 24)") }
        guard layers <= 10_000 else { throw container.refusal(forKey: .layers, "\(layers) is more than 10000") }
        guard expand <= 1024 else { throw container.refusal(forKey: .expand, "\(expand) is more than 1024") }
        guard state <= 256 else { throw container.refusal(forKey: .state, "\(state) is more than 256") }
        guard (2...8).contains(convolutionKernel) else {
            throw container.refusal(forKey: .convolutionKernel, "\(convolutionKernel) is not in 2...8")
        }
        timeStepMinimum = try container.decodeIfPresent(Double.self, forKey: .timeStepMinimum) ?? 0.001
        timeStepMaximum = try container.decodeIfPresent(Double.self, forKey: .timeStepMaximum) ?? 0.1
        guard timeStepMinimum > 0 else { throw container.refusal(forKey: .timeStepMinimum, "a step is above 0") }
        guard timeStepMaximum >= timeStepMinimum else {
            throw container.refusal(forKey: .timeStepMaximum, "below time-step-min (\(timeStepMinimum))")
        }
    }
}
