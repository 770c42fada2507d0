import Foundation

/// What the title says that a run gives itself: "remamba on passkey, seed 1", "train adapt for remamba, seed 1".
struct RunTitle {
    /// The title without the seed.
    let subject: String
    /// The seed; nil where the title names none.
    let seed: UInt64?

    init(_ title: String) {
        guard let mark = title.range(of: ", seed ", options: .backwards), let seed = UInt64(title[mark.upperBound...])
        else {
            subject = title
            self.seed = nil
            return
        }
        subject = String(title[..<mark.lowerBound])
        self.seed = seed
    }
}
