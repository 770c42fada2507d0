extension WordList {
    /// The words of what people are, do and own; empty for other lists.
    var lifeText: String {
        switch self {
        case .jobs:
            """
            actor architect astronomer auditor biologist bricklayer broker cashier chemist chef clerk composer \
            courier dancer designer detective diplomat diver doctor driver editor engineer farmer firefighter \
            fisherman glazier geologist goldsmith historian hunter illustrator inspector interpreter jeweler \
            journalist judge juggler lecturer lifeguard locksmith magician mason meteorologist midwife miller miner \
            model musician novelist nurse officer paramedic pharmacist philosopher photographer physicist pianist \
            pilot poet politician porter potter printer producer programmer psychologist publisher ranger \
            receptionist referee reporter roofer sailor sculptor secretary singer soldier statistician surgeon \
            surveyor tanner trainer translator typist umpire veterinarian waiter weaver welder zookeeper
            """
        case .colors:
            """
            amber aqua azure beige black blue bronze brown burgundy charcoal cobalt copper coral cream crimson cyan \
            emerald fuchsia gold gray green indigo ivory jade khaki lavender lilac lime magenta maroon mauve mustard \
            navy ochre olive orange peach pink plum purple red ruby rust salmon scarlet silver tan teal turquoise \
            violet white yellow
            """
        case .pets:
            """
            alpaca beetle budgie canary cat chameleon chicken chinchilla cockatoo cricket dog donkey duck ferret \
            finch gecko gerbil goat goldfish goose hamster hedgehog horse iguana lamb lizard llama macaw mouse newt \
            ox parrot peacock pig pigeon pony puppy rabbit rat snail snake spider squirrel tarantula toad tortoise \
            turkey turtle
            """
        case .instruments:
            """
            accordion bagpipe banjo bassoon bugle cello clarinet cornet cymbal dulcimer fiddle flute gong guitar \
            harmonica harp harpsichord horn kazoo lute lyre mandolin maracas marimba oboe organ piano piccolo \
            recorder saxophone sitar tambourine triangle trombone trumpet tuba viola violin xylophone zither
            """
        case .sports:
            """
            aerobics badminton baseball basketball biathlon bowling canoeing cricket croquet curling cycling darts \
            football golf gymnastics handball hockey hurdles jogging kayaking lacrosse marathon netball orienteering \
            parkour polo racquetball rafting rugby snooker snowboarding softball squash surfing triathlon volleyball \
            weightlifting wrestling
            """
        case .allergens:
            """
            almonds barley cashews celery crab dust eggs feathers fish gluten hay hazelnuts kiwi lactose latex \
            lobster lupin milk mold mustard nickel oats oysters peanuts pecans penicillin pollen rye sesame shrimp \
            soy strawberries sulfites walnuts wasps wheat wool yeast
            """
        case .vehicles:
            """
            ambulance balloon barge bus cab caravan carriage catamaran coach convertible cruiser ferry gondola \
            helicopter hovercraft jeep limousine metro minibus minivan moped motorbike motorboat plane raft rickshaw \
            scooter seaplane ship sidecar snowmobile submarine tandem taxi tractor trailer train tram tricycle \
            trolley truck van wagon yacht
            """
        case .languages:
            """
            Albanian Amharic Arabic Armenian Basque Bengali Bulgarian Burmese Catalan Croatian Czech Danish Dutch \
            English Estonian Finnish French Galician Georgian German Greek Hausa Hebrew Hindi Hungarian Icelandic \
            Irish Italian Japanese Kazakh Khmer Korean Latin Latvian Lithuanian Malay Maltese Mandarin Mongolian \
            Nepali Norwegian Persian Polish Portuguese Punjabi Romanian Russian Serbian Slovak Somali Spanish \
            Swahili Swedish Tamil Thai Tibetan Turkish Ukrainian Urdu Vietnamese Welsh Yoruba Zulu
            """
        case .subjects:
            """
            accounting acoustics agriculture algebra anatomy anthropology archaeology astronomy biology botany \
            business calculus chemistry civics cryptography dentistry drama ecology economics electronics ethics \
            finance forestry genetics geography geology geometry grammar history journalism law linguistics \
            literature logic management marketing mathematics mechanics medicine meteorology nutrition optics \
            pedagogy philosophy physics politics psychology robotics sociology statistics theology zoology
            """
        case .dishes:
            """
            burritos casserole chili chowder couscous crepes curry dumplings enchiladas falafel fondue frittata \
            goulash gumbo hummus jambalaya kebabs lasagna linguine meatballs moussaka nachos noodles omelette paella \
            pancakes pho pierogi pizza polenta porridge quiche ramen ratatouille ravioli risotto samosas sauerkraut \
            schnitzel spaghetti stew sushi tacos tagine tempura tofu tortellini waffles
            """
        case .streets:
            """
            Acorn Alder Aspen Birch Bridge Castle Cedar Chapel Cherry Chestnut Church College Cypress Elm Fern \
            Garden Grove Harbor Hawthorn Heather Highland Holly Juniper King Lake Laurel Linden Maple Meadow Mill \
            Mulberry Myrtle Oak Orchard Park Pine Poplar Prospect Queen Ridge River Rowan School Sequoia Spruce \
            Station Sycamore Tower Valley Vine Walnut Willow
            """
        case .hobbies:
            """
            astrology backgammon beekeeping birdwatching blogging bonsai brewing camping caving collecting \
            crocheting crosswords dancing dominoes embroidery fishing foraging genealogy gliding hiking hunting \
            jigsaws karaoke kites leathercraft marbles metalwork mosaics paragliding podcasting poetry poker \
            puppetry quilting reading scrapbooking scuba sculpture sketching skydiving snorkeling stargazing sudoku \
            taxidermy trekking ventriloquism whittling woodworking
            """
        case .gifts:
            """
            apron balloon basket belt bookmark box briefcase brooch candle card charm cushion diary drone earring \
            figurine frame glove goblet hairbrush handbag handkerchief jar jigsaw jug keyring kimono knife locket \
            medal mug napkin notebook ornament paperweight parasol pen pendant perfume poster purse puzzle quilt \
            robe saucer shawl slipper statue sticker teddy tie tray vest voucher wallet
            """
        case .companies:
            """
            Acmex Altura Arbora Bluefin Brightway Calypso Centura Corvia Deltron Dynara Ecolux Fairmont Fluxor \
            Gemini Gravita Helix Horizon Inova Kepler Kestrel Lumina Magnus Meridian Mistral Nexora Nimbus Novatek \
            Omnia Orbita Paragon Pinnacle Polaris Quantix Radiant Sapient Solara Spectra Stratos Summit Synergo \
            Tempora Titan Unity Vantage Vertex Vortex Zenith Zephyr
            """
        case .collections:
            """
            antlers badges bells bottles butterflies buttons cards coasters coins comics corkscrews dolls fossils \
            masks medals minerals mugs newspapers paintings pebbles pens pins postcards posters puppets records \
            robots rocks seashells spoons stamps teapots thimbles tickets toys trains vases vinyl watches
            """
        case .rooms:
            """
            attic balcony basement bathroom bedroom cabin cellar closet conservatory corridor garage greenhouse \
            hallway kitchen larder laundry library lobby loft lounge nursery pantry parlor patio pavilion porch shed \
            stable storeroom studio study sunroom terrace treehouse veranda workshop yard
            """
        case .shops:
            """
            Argos Attica Bazaar Beacon Bodega Boutique Carousel Cascade Cobbler Cornucopia Emporium Everest Fable \
            Galleria Goodwill Hamlet Harvest Jubilee Kiosk Lighthouse Marigold Market Moonbeam Oasis Odyssey Outpost \
            Pagoda Paprika Plaza Quarry Rainbow Saffron Sunrise Thrift Treasure Trinket Twilight Uptown Windmill \
            Wonder
            """
        case .materials:
            """
            acrylic aluminum bamboo brass brick canvas cardboard carbon cement ceramic chrome clay concrete cork \
            crystal ebony fiberglass foam glass granite iron lead limestone linoleum mahogany marble nylon paper \
            pewter pine plaster porcelain quartz rattan resin rubber sandstone slate steel straw teak titanium \
            walnut wax wicker zinc
            """
        case .brands:
            """
            Alpina Aurora Bergner Bravado Cometa Corsair Crescent Duralex Elgar Falcon Fenwick Garrison Halcyon \
            Hansen Ikaro Jupiter Kodiak Lancer Lorica Maestro Monarch Mustang Nautilus Nordica Olympus Osprey \
            Panther Pegasus Phoenix Pioneer Regent Rivera Sabre Sentinel Sirius Tempest Triton Valiant Vega Viking \
            Walden Yukon
            """
        case .defects:
            """
            blister burn chip corrosion crack creak dent discoloration fracture glitch gouge hole knot leak mark \
            mildew misprint odor peeling puncture rattle rip scorch scrape scratch short smear smudge spill split \
            squeak stain tear warp wobble wrinkle
            """
        default: ""
        }
    }
}
