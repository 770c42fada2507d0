import SSMContext
import SSMTensor

/// A context of placed items with filler between them, nested over lengths.
///
/// Every item and every paragraph of filler has a place in 0 ..< 1 of its own; a context is its items and as much of
/// the filler as fits, in order of place. So a longer context has all sentences of a shorter one in the same order,
/// except for the last sentence, which is cut to length.
struct NestedContext {
    /// A passage and its place.
    struct Item {
        let place: Double
        let passage: Passage
    }

    let items: [Item]
    let writer: FillerWriter
    let ruler: TextRuler
    let key: RandomKey

    /// The passages of a context of exactly `length` tokens.
    ///
    /// - Throws: `TaskError.tooShort` where the items alone are longer.
    func passages(length: Int) throws(TaskError) -> [Passage] {
        var room = length
        for item in items { room -= try ruler.count(item.passage.text) }
        guard room >= 0 else { throw .tooShort(task: ruler.task, length: length, needed: length - room) }

        var placed = items.map(\.self)
        let places = GoldenSequence(start: key.folding("places").uniform)
        var paragraph = 0
        while true {
            for sentence in FillerStream.paragraph(writer, key: key.folding("paragraph").folding(paragraph)) {
                let passage = Passage(text: " " + sentence)
                let tokens = try ruler.count(passage.text)
                guard tokens <= room else {
                    return try Self.ordered(placed) + tail(of: passage, tokens: room)
                }
                placed.append(Item(place: places[paragraph], passage: passage))
                room -= tokens
            }
            paragraph += 1
        }
    }

    private func tail(of passage: Passage, tokens: Int) throws(TaskError) -> [Passage] {
        tokens == 0 ? [] : [Passage(text: try ruler.prefix(of: passage.text, tokens: tokens))]
    }

    /// In order of place; sentences of one paragraph keep their order.
    private static func ordered(_ items: [Item]) -> [Passage] {
        items.indices.sorted { (items[$0].place, $0) < (items[$1].place, $1) }.map { items[$0].passage }
    }
}
