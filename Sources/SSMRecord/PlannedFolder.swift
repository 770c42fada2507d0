/// A run of an experiment before it has begun: where it will be, and what it is.
package struct PlannedFolder: Sendable, Hashable, Codable {
    /// Its folder, below that of the experiment: `stages/<hash>` or `evaluations/<hash>`.
    package let folder: String
    /// What it is, in words.
    package let title: String

    /// A planned run.
    package init(folder: String, title: String) {
        self.folder = folder
        self.title = title
    }
}
