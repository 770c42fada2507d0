extension String {
    /// The text on one line: what would end a line, move a cursor or ring a bell is a space.
    var onOneLine: String {
        String(
            unicodeScalars.map { scalar -> Character in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: " "
                default: Character(scalar)
                }
            })
    }
}
