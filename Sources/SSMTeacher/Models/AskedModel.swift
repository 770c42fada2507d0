import Foundation

/// A model that is asked: behind a server, or a local one.
public struct AskedModel: Codable, Sendable, Hashable {
    /// The server; nil for a local model.
    public var endpoint: EndpointConfiguration?
    /// A local model, a folder or a checkpoint; nil for a server.
    public var checkpoint: String?
    /// The model's name on the server.
    public var model: String?
    /// How answers are sampled.
    public var options: TeacherOptions
    /// The file in which all answers are kept.
    public var cache: String
    /// Whether no answer may be bought, so that those that are missing are errors.
    public var isCacheOnly: Bool

    private enum CodingKeys: String, CodingKey {
        case endpoint, checkpoint, model, options, cache
        case isCacheOnly = "cache-only"
    }

    /// Decodes a mapping with `endpoint` and `model`, or `checkpoint`, and the `cache`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        endpoint = try values.decodeIfPresent(EndpointConfiguration.self, forKey: .endpoint)
        checkpoint = try values.decodeIfPresent(String.self, forKey: .checkpoint)
        model = try values.decodeIfPresent(String.self, forKey: .model)
        options = try values.decodeIfPresent(TeacherOptions.self, forKey: .options) ?? TeacherOptions()
        cache = try values.decode(String.self, forKey: .cache)
        isCacheOnly = try values.decodeIfPresent(Bool.self, forKey: .isCacheOnly) ?? false
    }

    /// The first key whose value makes no sense, and why; nil when all is well.
    public var objection: (key: String, reason: String)? {
        if (endpoint == nil) == (checkpoint == nil) {
            return ("endpoint", "either an endpoint or a checkpoint has to be given")
        }
        if checkpoint != nil && model != nil {
            return ("model", "a local model is named by 'checkpoint' alone")
        }
        if endpoint != nil && model == nil { return ("model", "a server has to be told which model to ask") }
        if cache.isEmpty { return ("cache", "a file for the answers has to be given") }
        return nil
    }

    /// Who is asked, in a word for people.
    public var title: String {
        (endpoint == nil ? "checkpoint:" : "endpoint:") + (model ?? checkpoint ?? "")
    }

    /// The model as requests name it: its name on the server; a local one's path and the digest of its files, so that
    /// what was trained again is asked again.
    ///
    /// - Throws: what reading the files of a local model throws.
    public func requestName() throws -> String {
        guard let checkpoint else { return model ?? "" }
        return "\(checkpoint) \(try ModelFiles.digest(of: checkpoint))"
    }

    /// Opens the cache, and connects to the model unless only the cache may be used.
    ///
    /// - Parameter caches: those that are open already, by path, as one process has a cache open once.
    /// - Throws: `TeacherError`; what loading a local model throws.
    public func connection(sharing caches: inout [String: AnswerCache]) throws -> (
        asked: TeacherModel, cache: AnswerCache
    ) {
        let file = URL(fileURLWithPath: self.cache).standardizedFileURL
        let cache = try caches[file.path] ?? AnswerCache(file)
        caches[file.path] = cache
        let teacher: (any Teacher)? =
            if isCacheOnly {
                nil
            } else if let endpoint {
                try EndpointTeacher(endpoint)
            } else {
                try CheckpointTeacher(checkpoint ?? "")
            }
        let asked = TeacherModel(
            of: CachedTeacher(cache, buyingFrom: teacher), model: try requestName(), options: options, name: title)
        return (asked, cache)
    }
}
