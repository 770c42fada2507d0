import SSMRecord
import SSMStore

/// The notebook of an experiment: the sections for which it has data.
struct NotebookContent {
    let results: Results
    let hasTraining: Bool
    let hasDepths: Bool
    let hasKinds: Bool
    let hasMaps: Bool
    /// The folder of dumps, from that of the notebook, and which of its files are damaged; nil without any.
    let dumps: (folder: String, leftOut: [String])?

    /// Whether the run measured how far layers look back.
    private var hasReach: Bool {
        results.evaluations.flatMap(\.diagnostics).flatMap(\.lengths).contains { $0.reach?.isEmpty == false }
    }

    var notebook: Notebook {
        var cells = [title] + parameters
        for (section, isShown) in sections where isShown { cells += NotebookSection(section).cells }
        return Notebook(cells: cells)
    }

    private var sections: [([UInt8], Bool)] {
        [
            (PackageResources.opening_py, true), (PackageResources.statistics_py, true),
            (PackageResources.table_py, true),
            (PackageResources.primary_py, results.primary.contains { $0.lengths != nil }),
            (PackageResources.accuracy_by_length_py, true), (PackageResources.heat_maps_py, hasDepths),
            (PackageResources.kinds_py, hasKinds), (PackageResources.training_py, hasTraining),
            (PackageResources.reach_py, hasReach), (PackageResources.maps_py, hasMaps),
            (PackageResources.dumps_py, dumps != nil),
        ]
    }

    /// The question, the claim and the verdict of the gate.
    private var title: NotebookCell {
        var lines = ["# \(results.experiment)"]
        if let question = results.question { lines.append("**Question:** \(MarkdownText.escaped(question))") }
        if let claim = results.claim {
            lines.append("**Claim, named beforehand:** \(MarkdownText.escaped(claim))")
        }
        if !results.gate.isEmpty {
            let conditions = results.gate.map { verdict in
                let score = verdict.score.map(NumberText.share) ?? "not measured"
                return "- \(MarkdownText.escaped(verdict.column)) at \(verdict.length) "
                    + MarkdownText.escaped(verdict.bound) + ": \(score), " + (verdict.isMet == true ? "met" : "not met")
            }
            lines.append("**Gate:**\n\n" + conditions.joined(separator: "\n"))
        }
        return NotebookCell(kind: .markdown, id: "title", source: lines.joined(separator: "\n\n"))
    }

    /// The values that a program such as papermill can replace.
    private var parameters: [NotebookCell] {
        NotebookSection(PackageResources.parameters_py).cells.map { cell in
            var cell = cell
            cell.source.replace("\"EXPERIMENT\"", with: JSONNode.quoted(results.experiment))
            if let dumps {
                let leftOut = dumps.leftOut.map(JSONNode.quoted).joined(separator: ", ")
                cell.source +=
                    "\ndump_folder = \(JSONNode.quoted(dumps.folder))  # index.json in it lists what probes saw"
                    + "\ndamaged_dumps = [\(leftOut)]  # names of files that are left out"
            }
            return cell
        }
    }
}
