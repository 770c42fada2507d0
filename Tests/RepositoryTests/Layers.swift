import Foundation

/// The layers of docs/architecture.md: a module imports only modules of lower layers.
enum Layers {
    /// Every module of Sources/ and the layer it belongs to.
    static let table: [String: Int] = [
        "CSSMKernels": 0, "COpenBLAS": 0, "CHDF5": 0, "COniguruma": 0,
        "SSMTensor": 1,
        "SSMStore": 2,
        "SSMModel": 3, "SSMText": 3,
        "SSMContext": 4,
        "SSMTeacher": 5, "SSMTrain": 5, "SSMEval": 5, "SSMAnalysis": 5, "SSMLabTesting": 5,
        "SSMRecord": 6,
        "SSMExperiment": 7, "SSMReport": 7, "SSMBench": 7,
        "SSMLabKit": 8,
        "ssmlab": 9,
    ]

    /// The only modules that reach a C library: everything else speaks to them.
    static let callersOfC: [String: Set<String>] = [
        "CSSMKernels": ["SSMTensor"], "COpenBLAS": ["SSMTensor"], "CHDF5": ["SSMStore"],
        "COniguruma": ["SSMText"],
    ]

    /// What a strategy, and the suite that its author tests with, may import of the framework.
    static let publicModules: Set<String> = ["SSMTensor", "SSMModel", "SSMText", "SSMContext", "SSMTeacher"]

    /// The modules that a source text imports, with their line numbers.
    static func imports(in text: String) -> [(module: String, line: Int)] {
        // Attributes, access, `import`, then the module or a kind of declaration and its path.
        let form = #/\s*(?:@\w+(?:\(.*?\))?\s+)*(?:\w+\s+)?import\s+([\w.][\w. ]*?)\s*(?:\/\/.*)?/#
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            guard let match = line.wholeMatch(of: form) else { return nil }
            let words = match.1.split(separator: " ")
            let name = words.count > 1 ? words[1] : words[0]  // `import struct Foundation.URL`
            return (String(name.prefix { $0 != "." }), index + 1)
        }
    }

    /// Why a module may not import another; nil when it may.
    ///
    /// - Parameter plugins: the names of the plugins, which are above every module but `ssmlab`.
    static func objection(to imported: String, in module: String, plugins: Set<String>) -> String? {
        if plugins.contains(imported) {
            return module == "ssmlab" && imported == "StandardPlugins" ? nil : "the framework knows no plugin"
        }
        guard let lower = table[imported] else { return nil }
        guard let upper = table[module] else { return "\(module) has no layer" }
        if let callers = callersOfC[imported], !callers.contains(module) {
            return "only \(callers.sorted().joined(separator: ", ")) calls \(imported)"
        }
        if module == "SSMLabTesting" && !publicModules.contains(imported) {
            return "what a strategy's author tests with sees only \(publicModules.sorted().joined(separator: ", "))"
        }
        return lower < upper ? nil : "layer \(lower) is not below layer \(upper)"
    }

    /// Why a file of a plugin may not import a module; nil when it may.
    static func objection(
        to imported: String, inPlugin plugin: String, isTest: Bool, plugins: Set<String>
    ) -> String? {
        if plugins.contains(imported) {
            return plugin == "StandardPlugins" || (isTest && imported == plugin)
                ? nil : "a plugin knows no other plugin"
        }
        guard table[imported] != nil, !publicModules.contains(imported) else { return nil }
        if isTest && imported == "SSMLabTesting" { return nil }
        return "a plugin sees only \(publicModules.sorted().joined(separator: ", "))"
    }
}
