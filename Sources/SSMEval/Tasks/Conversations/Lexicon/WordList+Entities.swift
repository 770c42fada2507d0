extension WordList {
    /// The words of entities; empty for other lists.
    var entityText: String {
        switch self {
        case .roles:
            """
            cousin uncle aunt neighbor colleague dentist landlord coach roommate nephew niece tutor barber plumber \
            gardener baker tailor mechanic librarian lawyer banker classmate teammate godmother grandfather mentor \
            babysitter hairdresser optician therapist painter florist butcher postman carpenter electrician
            """
        case .names:
            """
            Anna Ben Clara David Elena Felix Greta Hugo Irene Jonas Katya Leo Maria Nadia Oscar Paula Quentin Rosa \
            Simon Tara Ursula Victor Wendy Xavier Yara Zoe Adam Bella Carlos Diana Edgar Fiona Gavin Hanna Igor \
            Julia Kevin Laura Marco Nina Omar Petra Ralph Sofia Tomas Uma Vera Walter Ximena Yusuf Zelda Arthur \
            Bianca Conrad Doris Emil Freda Gustav Helga Ivan Jasmin Karl Lydia Moritz Nora Otto Pablo Rita Stefan \
            Teresa Ulrich Valeria Wilma Agatha Boris Cecilia Dmitri Esther Fabian Gloria Harold Ingrid Jacob Kirsten \
            Lorenz Mabel Nigel Olga Philip Ramona Sergei Thelma Vincent Winston Alma Bruno Celeste Derek Elsa Fritz \
            Gina Hector Ines Jerome Klara Luther Monica Norbert Olivia Pedro Regina Samuel Tilda Vladimir Yvonne \
            Anton Beatrice Caspar Dorothy Ernest Flora Gerard Hilda Isaac Joanna Kurt Lena Martin Naomi Oliver Priya \
            Rupert Selma Trevor Viola Wilbur Amira Basil Corinna Duncan Edith Frank Gwen Humphrey Iris Julius Kamila \
            Leonard Margot Nathan Odette Percy Rachel Sven Tamara Vito Yolanda Albert Brenda Cyril Dana Eugene Faye \
            Gilbert Harriet Ismael Janet Kenneth Lucia Mirko Noelle Orlando Pearl Ronald Stella Theo Vivian Wanda \
            Alfred Bertha Clive Daphne Elliot Francine Gregor Hazel Jared Kyra Lionel Marlene Noah Otis Polly Roland \
            Sylvia Tobias
            """
        case .qualities:
            """
            red blue old new tiny huge wooden plastic folding leather striped dotted antique modern rusty shiny \
            broken portable electric silver golden heavy light round square narrow wide spare favorite borrowed \
            rented cheap expensive foldable digital vintage painted padded woven carved polished scratched crooked \
            dusty faded inflatable magnetic transparent
            """
        case .objects:
            """
            kettle lamp chair bicycle camera guitar tent backpack umbrella clock radio laptop printer toaster \
            blender mirror carpet bookshelf suitcase telescope microscope keyboard drill ladder mower heater fan \
            vacuum sofa desk wardrobe helmet skateboard canoe surfboard sledge stroller aquarium birdcage typewriter \
            projector speaker headset tablet phone watch necklace bracelet ring scarf coat jacket raincoat sweater \
            vase bowl teapot thermos lantern hammock grill freezer dishwasher mattress pillow blanket curtain \
            doormat piggybank chessboard globe barometer compass binoculars
            """
        case .months:
            "January February March April May June July August September October November December"
        case .cities:
            """
            Lisbon Porto Madrid Seville Paris Lyon Rome Milan Naples Venice Vienna Graz Berlin Hamburg Munich \
            Dresden Prague Brno Warsaw Krakow Budapest Athens Sofia Zagreb Belgrade Oslo Bergen Stockholm Uppsala \
            Helsinki Turku Riga Vilnius Tallinn Dublin Cork London Leeds Bristol Glasgow Edinburgh Cardiff Brussels \
            Ghent Amsterdam Utrecht Geneva Zurich Basel Tokyo Osaka Kyoto Seoul Busan Beijing Shanghai Hanoi Bangkok \
            Manila Jakarta Delhi Mumbai Chennai Karachi Tehran Baghdad Cairo Tunis Rabat Lagos Accra Nairobi Kampala \
            Lusaka Harare Durban Sydney Perth Brisbane Auckland Boston Chicago Denver Seattle Portland Dallas \
            Houston Miami Atlanta Toronto Montreal Ottawa Vancouver Havana Lima Quito Bogota Caracas Santiago \
            Montevideo Recife Salvador Cordoba Mendoza Reykjavik Valletta Nicosia Ankara Izmir Tbilisi Yerevan Baku \
            Almaty Kathmandu
            """
        case .times:
            """
            Monday Tuesday Wednesday Thursday Friday Saturday Sunday morning evening weekend summer winter spring \
            autumn lunchtime midnight
            """
        case .activities:
            """
            pottery yoga salsa karate painting knitting drawing sewing cooking baking chess pilates ballet tango \
            judo fencing archery swimming climbing singing drumming juggling calligraphy origami photography writing \
            acting debating gardening carving welding weaving boxing rowing sailing diving skiing skating tennis \
            badminton
            """
        case .moods:
            """
            birthday holiday family office garden beach camping rooftop romantic festive quick lazy formal casual \
            late early cozy noisy quiet rainy
            """
        case .meals:
            """
            breakfast brunch lunch dinner supper picnic barbecue buffet banquet snack party reception feast cookout \
            potluck gathering celebration meeting reunion anniversary
            """
        default: ""
        }
    }
}
