/// The words of keys and values.
enum KeyedRecallLexicon {
    static let modifiers = Lexicon.words(
        """
        red blue green yellow white black brown gray small large round square wooden golden silver plastic old new \
        broken clean striped plain tall short narrow wide thick thin bright dark painted empty
        """)
    static let objects = Lexicon.words(
        """
        box jar bag basket drawer barrel bottle bucket bowl cup crate chest trunk wallet pocket suitcase cabinet vase \
        kettle pot tray sack tube can carton locker purse folder envelope shelf pouch tin
        """)
    static let values = Lexicon.words(
        """
        rice coins salt sugar flour pepper buttons marbles beads shells stones sand ink paint glue candles matches \
        gloves socks scarves letters stamps photos keys rings pearls feathers seeds beans nuts apples pears plums \
        cherries lemons grapes honey butter cheese milk oil vinegar tea coffee spices wool cotton silk
        """)
}
