/// What must hold before a result speaks of its claim, such as a base that has learned the task and fails beyond it.
package struct Gate: Sendable, Hashable, Codable {
    /// One condition, written `at-256: ">= 0.95"`.
    package struct Condition: Sendable, Hashable {
        /// The column that is measured.
        package let column: String
        /// The length that it is measured at.
        package let length: Int
        /// The bound, such as `>= 0.95`.
        package let bound: Bound
    }

    /// A comparison with a number.
    package struct Bound: Sendable, Hashable, Codable, CustomStringConvertible {
        /// The comparisons.
        package enum Relation: String, Sendable, CaseIterable {
            case atLeast = ">="
            case atMost = "<="
            case above = ">"
            case below = "<"
        }

        /// The comparison.
        package let relation: Relation
        /// The number.
        package let threshold: Double

        /// Whether a score meets the bound.
        package func isMet(by score: Double) -> Bool {
            switch relation {
            case .atLeast: return score >= threshold
            case .atMost: return score <= threshold
            case .above: return score > threshold
            case .below: return score < threshold
            }
        }

        package var description: String { "\(relation.rawValue) \(threshold)" }

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let relation = Relation.allCases.first(where: { text.hasPrefix($0.rawValue) }),
                let number = text.dropFirst(relation.rawValue.count).split(separator: " ").first,
                let threshold = ScalarReading.number(String(number)),
                text.split(separator: " ").count <= 2
            else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: decoder.codingPath,
                        debugDescription: "write a bound such as \">= 0.95\", not '\(text)'"))
            }
            self.relation = relation
            self.threshold = threshold
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(description)
        }
    }

    /// The conditions, in the order of the file.
    package let conditions: [Condition]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        var conditions: [Condition] = []
        for column in container.allKeys {
            let bounds = try container.nestedContainer(keyedBy: AnyCodingKey.self, forKey: column)
            for key in bounds.allKeys {
                let bound = try bounds.decode(Bound.self, forKey: key)
                guard key.stringValue.hasPrefix("at-"), let length = Int(key.stringValue.dropFirst(3)) else {
                    throw bounds.refusal(forKey: key, "write 'at-' and a length, such as at-256")
                }
                conditions.append(Condition(column: column.stringValue, length: length, bound: bound))
            }
        }
        self.conditions = conditions
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        var columns: [String] = []
        for condition in conditions where !columns.contains(condition.column) { columns.append(condition.column) }
        for column in columns {
            var bounds = container.nestedContainer(keyedBy: AnyCodingKey.self, forKey: AnyCodingKey(column))
            for condition in conditions where condition.column == column {
                try bounds.encode(condition.bound, forKey: AnyCodingKey("at-\(condition.length)"))
            }
        }
    }
}
