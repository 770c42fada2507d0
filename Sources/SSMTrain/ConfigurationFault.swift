/// What is wrong with one key of a configuration.
struct ConfigurationFault {
    let key: String
    let problem: String

    init(_ key: String, _ problem: String) {
        self.key = key
        self.problem = problem
    }
}
