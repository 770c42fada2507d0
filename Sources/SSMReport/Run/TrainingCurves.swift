import SSMRecord
import SSMTrain

/// How the loss fell in training: a figure a stage, a curve for what trains alike, over its seeds.
struct TrainingCurves {
    /// The figures.
    let figures: [Figure]

    /// - Throws: `RecordError` for metrics that cannot be read.
    init(_ run: RecordedRun) throws(RecordError) {
        var logs: [(subject: String, rows: [StepReport])] = []
        for part in run.stages where run.isPlanned(part) {
            let rows = try run.metrics(of: part)
            if !rows.isEmpty { logs.append((Self.subject(of: part.state.title), rows)) }
        }
        figures = logs.compactMap { $0.rows.first?.stage }.inFirstOrder.map { stage in
            Self.figure(of: stage, logs.filter { $0.rows.first?.stage == stage })
        }
    }

    /// What a run of training says that it is without its seed, such as "train adapt for remamba": what trains alike.
    private static func subject(of title: String) -> String { title.replacing(#/, seed \d+$/#, with: "") }

    private static func figure(of stage: String, _ logs: [(subject: String, rows: [StepReport])]) -> Figure {
        let own = "train \(stage)"
        let curves = logs.map(\.subject).inFirstOrder.map { subject in
            let name = subject.hasPrefix(own + " for ") ? String(subject.dropFirst(own.count + 5)) : subject
            return CurveChart.Curve(
                name == own ? stage : name, points(of: logs.filter { $0.subject == subject }.map(\.rows)))
        }
        let losses = curves.flatMap(\.points).map(\.y).filter { $0 > 0 }
        let isWide = (losses.max() ?? 1) > 50 * (losses.min() ?? 1)
        return Figure(
            name: "training-\(stage)", title: "Loss in the stage \(stage)",
            .curves(
                CurveChart(
                    xAxis: FigureAxis("step"),
                    yAxis: FigureAxis("loss", scale: isWide ? .log10 : .linear), curves: curves, showsPoints: false)))
    }

    /// The mean over the seeds at each step, in the band from the least to the greatest.
    private static func points(of seeds: [[StepReport]]) -> [CurveChart.Point] {
        let losses = Dictionary(grouping: seeds.joined(), by: \.step).mapValues { $0.map(\.loss).filter(\.isFinite) }
        return losses.sorted { $0.key < $1.key }.compactMap { step, losses in
            guard let least = losses.min(), let greatest = losses.max() else { return nil }
            return CurveChart.Point(
                x: Double(step), y: losses.reduce(0, +) / Double(losses.count),
                band: seeds.count > 1 ? least...greatest : nil)
        }
    }
}
