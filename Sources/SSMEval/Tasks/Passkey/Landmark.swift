/// The paragraph that the Landmark form repeats.
enum Landmark {
    static let garbage =
        "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again."
}
