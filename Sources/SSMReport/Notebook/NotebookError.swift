/// What keeps a run from becoming a notebook, with the path and what to do.
package enum NotebookError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no folder of that name.
    case noRun(path: String)
    /// The folder holds no results.
    case noResults(path: String)
    /// The results do not say which runs they are made from.
    case noSources(path: String)
    /// The experiment's name cannot be that of a file.
    case badName(path: String, name: String)
    /// The results name a folder outside of the run.
    case badSource(path: String, folder: String)
    /// A model judged answers, and a notebook computes scores from the answers alone.
    case judged(path: String)
    /// A run that the results are made from has left nothing.
    case nothingRecorded(path: String, folder: String)
    /// The experiment evaluates nothing.
    case nothingToShow(path: String)
    /// The page that would become the gallery is something else.
    case foreignPage(path: String)
    /// The folder that a notebook's data would be written into holds something else.
    case foreignData(path: String)
    /// Two of the runs are of one experiment.
    case sameName(String, paths: [String])

    package var description: String {
        switch self {
        case .noRun(let path):
            "\(path): there is no such folder; give the output folder of `ssmlab run`, such as runs/quickstart"
        case .noResults(let path):
            "\(path): there is no results.json in it, so the run is not finished or this is no run; "
                + "finish it with `ssmlab run EXPERIMENT.yaml --resume`"
        case .noSources(let path):
            "\(path): its results.json does not say which runs it is made from; `ssmlab run EXPERIMENT.yaml` writes it "
                + "anew, and what is finished is not run again"
        case .badName(let path, let name):
            "\(path): the experiment is called '\(name)', which cannot name a file: small letters, digits and '-' can"
        case .badSource(let path, let folder):
            "\(path): its results.json names the run '\(folder)', which is not a folder of a run; "
                + "`ssmlab run EXPERIMENT.yaml` writes it anew"
        case .nothingRecorded(let path, let folder):
            "\(path): its results.json is made from the run '\(folder)', of which there are no records now; "
                + "`ssmlab run EXPERIMENT.yaml` makes them again"
        case .judged(let path):
            "\(path): a model judged its answers, and a notebook computes every score from the answers themselves; "
                + "its report.html and table.csv have the judged scores"
        case .nothingToShow(let path):
            "\(path): the experiment has no evaluations, so there is nothing for a notebook to show"
        case .foreignPage(let path):
            "\(path): this is no gallery of notebooks and would be lost; choose another folder with --output"
        case .foreignData(let path):
            "\(path): the data of the notebook would go into this folder, which holds something else, such as a run; choose "
                + "another folder with --output"
        case .sameName(let name, let paths):
            "\(paths.joined(separator: " and ")) are both of the experiment '\(name)'; export one of them"
        }
    }
}
