/// What the template of a page is filled with.
struct PageView {
    /// The title of the window.
    let title: String
    /// The content policy: nothing from outside, no style or script but those of the page.
    let policy: String
    let style: String
    let script: String
    /// The list of experiments; nil for a page of one.
    let contents: ContentsView?
    let runs: [RunView]
}

/// The list of the experiments of a page.
struct ContentsView {
    /// One experiment.
    struct Entry {
        let id: String
        let name: String
        let question: String?
    }

    let heading: String
    let entries: [Entry]
}
