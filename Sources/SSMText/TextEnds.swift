/// Which ends of a part of a text are ends of the text, and not places where it was cut.
struct TextEnds {
    var isStart = true
    var isEnd = true
    /// Whether cuts are inside words, and not between them.
    var cutsWords = false
}
