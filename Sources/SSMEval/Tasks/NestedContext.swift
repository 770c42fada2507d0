import SSMTensor

/// A context of placed items with filler between them, nested over lengths.
///
/// Every item and every paragraph of filler has a place in 0 ..< 1 of its own; a context is its items and as much of
/// the filler as fits, in order of place. So a longer context has all sentences of a shorter one in the same order,
/// except for the last sentence, which is cut to length.
struct NestedContext<Piece: ContextPiece> {
    /// A piece and its place.
    struct Item {
        let place: Double
        let piece: Piece
    }

    let items: [Item]
    let ruler: TextRuler
    let key: RandomKey
    /// The pieces of a paragraph of filler, by its number.
    let paragraph: (Int) -> [Piece]

    /// The pieces of a context of exactly `length` tokens.
    ///
    /// - Throws: `TaskError.tooShort` where the items alone are longer.
    func pieces(length: Int) throws(TaskError) -> [Piece] {
        var room = length
        for item in items { room -= try ruler.count(item.piece.text) }
        guard room >= 0 else { throw .tooShort(task: ruler.task, length: length, needed: length - room) }

        var placed = items
        let places = GoldenSequence(start: key.folding("places").uniform)
        var number = 0
        while true {
            for piece in paragraph(number) {
                let tokens = try ruler.count(piece.text)
                guard tokens <= room else { return try Self.ordered(placed) + tail(of: piece, tokens: room) }
                placed.append(Item(place: places[number], piece: piece))
                room -= tokens
            }
            number += 1
        }
    }

    private func tail(of piece: Piece, tokens: Int) throws(TaskError) -> [Piece] {
        guard tokens > 0 else { return [] }
        var piece = piece
        piece.text = try ruler.prefix(of: piece.text, tokens: tokens)
        return [piece]
    }

    /// In order of place; sentences of one paragraph keep their order.
    private static func ordered(_ items: [Item]) -> [Piece] {
        items.indices.sorted { (items[$0].place, $0) < (items[$1].place, $1) }.map { items[$0].piece }
    }
}
