/// The words of persons and what is told about them.
enum DocumentsLexicon {
    static let givenNames = Lexicon.words(
        """
        Anna Boris Clara David Elena Felix Greta Henry Irene Jonas Karla Louis Maria Nils Olga Peter Rosa Simon Tessa \
        Viktor Wanda Xavier Yvonne Zeno Alice Bruno Carmen Dmitri Edith Frank Gloria Hugo Ida Jakob Kira Leon Mona \
        Noah Paula Ralf Sonja Theo Ursula Vera Walter Agnes Bert Cora
        """)
    static let familyNames = Lexicon.words(
        """
        Abel Berg Conti Dahl Engel Fink Gruber Holm Iversen Jansen Keller Lind Moser Novak Olsen Pohl Quist Rossi \
        Stern Thal Ulrich Vogel Weber Ziegler Arnold Bauer Castro Dorn Ernst Fuchs Graf Hansen Imhof Juhl Kaiser Lang \
        Meyer Nagel Otto Petri Roth Sommer Timm Vidal Wolff Young Zander Brandt
        """)
    static let towns = Lexicon.words(
        "Arden Belmont Calder Dunmore Elstow Farley Glenside Harwick Kelso Linton Marlow Norton Oakham Redhill Stanton "
            + "Wexford")
    static let jobs = Lexicon.words(
        "baker painter miller carpenter gardener tailor librarian mechanic plumber weaver potter jeweler barber "
            + "butcher fisherman clerk")
    static let animals = Lexicon.words("cat dog parrot rabbit turtle pony canary hamster")
    static let colors = Lexicon.words("red blue green yellow white black brown gray")
    static let hobbies = Lexicon.words("chess fishing knitting skating rowing hiking archery gardening")
}
