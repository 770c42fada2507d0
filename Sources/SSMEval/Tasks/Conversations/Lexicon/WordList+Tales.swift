extension WordList {
    /// The words of journeys, advice and wishes; empty for other lists.
    var taleText: String {
        switch self {
        case .hotels:
            """
            Adriatic Alhambra Ambassador Astoria Belvedere Bristol Canopy Carlton Continental Corinthia Diplomat \
            Embassy Excelsior Flamingo Fountain Grandview Hermitage Imperial Intercity Lotus Majestic Metropol \
            Miramar Monaco Orient Palace Palmera Panorama Pavilion Plaza Promenade Regal Riviera Royal Savoy Seaview \
            Splendid Terminus Triumph Villa Waldorf Wellington Westend Winter
            """
        case .landmarks:
            """
            abbey aqueduct arboretum arena basilica canal canyon castle cathedral cave citadel cliff cloister dam \
            fortress fountain geyser glacier gorge gallery harbor lagoon lighthouse mausoleum monastery monument \
            mosque museum observatory obelisk opera pagoda palace planetarium pyramid reef ruin sanctuary shrine \
            stadium synagogue temple theater vineyard volcano waterfall windmill zoo
            """
        case .losses:
            """
            beret bottle brooch cap charger cufflink earbud earplug flashlight glasses gloves guidebook hairpin hat \
            itinerary keys lens license map medicine money passport pendant receipt ribbon sandals sunglasses \
            sunscreen ticket toothbrush towel trousers visa wallet whistle
            """
        case .souvenirs:
            """
            amulet bell boomerang bottle calendar carving cigars clogs coaster doll fan fridge hourglass incense ink \
            lace lantern magnet marzipan mask mosaic nougat nutcracker parchment pebble plate postcard pottery \
            puppet rug sandal scroll seashell snowglobe soap spoon tapestry thimble tile truffle wine
            """
        case .teachers:
            """
            Abbott Aguirre Bauer Becker Bennett Brandt Caldwell Castillo Chandra Conti Dalton Delgado Eriksen \
            Faulkner Ferrari Fischer Gibson Grimaldi Hansson Herrera Hoffman Ibarra Jensen Kaplan Keller Kowalski \
            Larsson Lindgren Lombardi Marchetti Mendez Moreau Morrison Nakamura Navarro Novak Ortega Petrov Popescu \
            Quincy Ramirez Richter Romero Salazar Schmidt Sorensen Takahashi Tanaka Thornton Vargas Vogel Weber \
            Whitaker Yamamoto Zimmer
            """
        case .lessons:
            """
            agility anatomy balance basics breathing choreography color composition coordination discipline \
            endurance etiquette expression flexibility focus footwork form glazing grip harmony improvisation \
            lighting meditation melody memory motion notation patience pattern perspective poise posture precision \
            proportion rhythm rules safety shading speed stamina stance strategy strength stretching style tactics \
            technique texture theory timing tone warmup
            """
        case .books:
            """
            Aftermath Anthem Arcadia Avalanche Ballad Bonfire Cathedral Chimera Chronicle Cinderwood Daybreak Drift \
            Echoes Eclipse Ember Exodus Fireflies Frostbite Ghostlight Gravity Hallows Homeward Hurricane Icarus \
            Inferno Islands Kingdom Labyrinth Lullaby Masquerade Memoir Meteor Midnight Nightfall Nocturne Oracle \
            Outlaws Parable Pilgrim Prodigy Quicksand Requiem Saga Serenade Silence Starlight Stormglass Testament \
            Thicket Underworld Voyage Wanderer Wildfire Winterland
            """
        case .films:
            """
            Alchemy Ambush Asteroid Backstage Bandits Carnival Comrades Crossfire Deadline Decoy Dynasty Enigma \
            Escape Fugitive Gladiator Heist Hideout Illusion Impostor Invasion Jackpot Karma Legacy Machete Mirage \
            Mutiny Nemesis Outbreak Paradox Phantom Poseidon Pursuit Quest Rebellion Revenge Roulette Sabotage \
            Scarecrow Showdown Skyline Spartan Stowaway Syndicate Tornado Traitor Turbulence Vendetta Vertigo \
            Wasteland Whiplash
            """
        case .restaurants:
            """
            Acacia Alfresco Anchovy Artichoke Barolo Bistro Brasserie Capers Cardamom Cilantro Clementine Crumb \
            Damascus Dumpling Fennel Fiesta Fig Gastro Ginger Hacienda Hearth Huckleberry Jasmine Juniper Ladle \
            Lantern Lemongrass Mango Masala Mesa Mirabelle Nutmeg Olive Oregano Pesto Pistachio Pomegranate Quince \
            Radish Rosemary Samovar Scallop Skillet Sorrel Spoonful Tamarind Tandoor Tapas Thyme Trattoria Umami \
            Vanilla
            """
        case .desserts:
            """
            baklava brownies cannoli caramel cheesecake churros cobbler compote crumble cupcakes custard donuts \
            eclair flan fudge gelato gingerbread halva jelly macarons marshmallows meringue mousse muffins parfait \
            pavlova praline pretzels profiteroles pudding scones sherbet shortbread sorbet souffle strudel sundae \
            tart tiramisu toffee trifle
            """
        case .exercises:
            """
            burpees crunches deadlifts dips handstands headstands hops jumps kicks lunges marching pedaling planks \
            presses pullups pushups rolls rotations rowing rope running shrugs situps skipping spins sprints squats \
            stairs steps stretches swings twists walking
            """
        case .plants:
            """
            agave aloe bamboo begonia bergenia bougainvillea bromeliad cactus calathea clematis clover coleus \
            cyclamen dracaena echeveria eucalyptus fern ficus geranium ginseng heather hibiscus honeysuckle hosta \
            hyacinth ivy jasmine lupine monstera moss oleander orchid oregano papyrus petunia philodendron rosemary \
            sage snapdragon succulent sundew thistle wisteria yucca
            """
        case .remedies:
            """
            antacid antihistamine arnica aspirin balm bandage camphor charcoal chamomile compress disinfectant drops \
            echinacea elderberry eucalyptus fennel garlic ginger glucose honey ibuprofen iodine licorice lozenge \
            magnesium massage menthol ointment paracetamol peppermint plaster probiotic rest sauna syrup thyme \
            tincture turmeric vinegar vitamins
            """
        case .tools:
            """
            awl ax brush chisel clamp crowbar file gimlet glue grinder hacksaw hammer hoe jack level mallet oil \
            paste pickaxe plane pliers plunger pulley putty rake rasp rivet ruler sander sandpaper saw scalpel \
            scissors scraper screwdriver sealant shears shovel solder spanner stapler tape tongs trowel tweezers \
            vise wedge wrench
            """
        case .games:
            """
            backgammon battleship bingo boggle bridge canasta carrom catan charades checkers chess cluedo cribbage \
            dominoes gin go hangman hopscotch ludo mahjong mancala marbles memory monopoly pictionary pinball pool \
            quoits reversi roulette rummy scrabble solitaire tag tetris trivia twister uno whist yahtzee
            """
        case .spices:
            """
            allspice anise basil capers caraway cardamom cayenne chervil chili chives cilantro cinnamon cloves \
            coriander cumin curry dill fenugreek horseradish juniper lavender lovage mace marjoram mint mustard \
            nutmeg onion paprika parsley pepper poppy rosemary saffron salt savory sesame sumac tarragon turmeric \
            vanilla wasabi
            """
        case .drinks:
            """
            ale buttermilk cappuccino cider cocoa cola cordial espresso eggnog gin grog horchata juice kefir \
            kombucha lassi latte lemonade limeade macchiato matcha mead milkshake mocha nectar port punch rum \
            sangria sherry smoothie soda sparkling tea tonic water whiskey
            """
        case .music:
            """
            bebop bluegrass blues bolero bossa calypso chamber country cumbia disco dubstep fado flamenco folk funk \
            fusion gospel grunge hiphop house jazz klezmer mambo march merengue metal minimal opera polka pop punk \
            rap reggae rock samba ska soul swing symphonic techno trance waltz
            """
        case .flowers:
            """
            amaryllis anemone aster azalea bluebell buttercup camellia carnation chrysanthemum cornflower cowslip \
            crocus daffodil dahlia daisy delphinium edelweiss foxglove freesia fuchsia gardenia gladiolus hydrangea \
            iris larkspur lily magnolia marigold narcissus pansy peony poppy primrose rose snowdrop sunflower tulip \
            verbena violet zinnia
            """
        case .fabrics:
            """
            alpaca angora brocade burlap cashmere chiffon chintz corduroy cotton crepe damask denim felt flannel \
            fleece fur gabardine gauze hemp jersey jute lace linen lycra merino microfiber mohair muslin organza \
            polyester poplin rayon sateen satin silk spandex suede taffeta tulle tweed twill velour velvet viscose
            """
        case .views:
            """
            alley avenue bay boulevard bridge churchyard coast courtyard dunes estuary fjord forest gardens hills \
            inlet island jetty lake lawn marina meadow mountains ocean orchard park pier plateau pond pool prairie \
            promenade river rooftops sea skyline square stream sunset valley vineyards woods
            """
        case .cheeses:
            """
            asiago brie burrata camembert cheddar colby comte edam emmental feta fontina gorgonzola gouda gruyere \
            halloumi havarti jarlsberg limburger manchego mascarpone mozzarella munster paneer parmesan pecorino \
            provolone quark raclette ricotta romano roquefort stilton taleggio
            """
        case .weathers:
            """
            blizzard breeze cloudburst cyclone downpour drizzle drought fog frost gale hail heatwave hurricane \
            lightning mist monsoon overcast rain sandstorm sleet smog snow storm sunshine thaw thunder tornado \
            typhoon wind
            """
        case .birds:
            """
            albatross bittern blackbird bullfinch buzzard cormorant crane crow cuckoo curlew dove eagle egret falcon \
            flamingo goldfinch grebe grouse harrier hawk heron hoopoe ibis jackdaw jay kestrel kingfisher kite \
            lapwing lark magpie nightingale nuthatch oriole osprey partridge pelican penguin petrel pheasant plover \
            puffin quail raven robin sandpiper seagull sparrow starling stork swallow swan swift tern thrush warbler \
            woodpecker wren
            """
        case .diseases:
            """
            anemia arthritis asthma bronchitis bursitis cataracts cholera colic concussion conjunctivitis croup \
            dermatitis diabetes eczema flu gastritis gout hepatitis hives insomnia jaundice laryngitis lumbago \
            malaria measles migraine mumps pneumonia psoriasis rash rubella scarlatina sciatica shingles sinusitis \
            sunstroke tendonitis tonsillitis vertigo
            """
        case .stones:
            """
            agate alabaster amethyst aquamarine basalt beryl citrine diamond dolomite feldspar flint fluorite garnet \
            gypsum hematite jasper lapis malachite mica moonstone obsidian onyx opal pearl peridot pumice pyrite \
            sapphire serpentine soapstone spinel sunstone tanzanite topaz tourmaline zircon
            """
        default: ""
        }
    }
}
