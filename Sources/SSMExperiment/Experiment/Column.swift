import SSMContext

/// One column of the comparison: a name and the stack of strategies behind it, outermost first.
package struct Column: Sendable, Hashable {
    /// The column's name.
    package let name: String
    /// The strategies; none for the baseline.
    package let stack: [StackEntry]

    /// A column.
    package init(name: String, stack: [StackEntry]) {
        self.name = name
        self.stack = stack
    }

    /// The part of the stack that acts in training: only this enters the identity of a checkpoint.
    package var training: [StackEntry] { stack.filter { $0.during.covers(.train) } }
    /// The part of the stack that acts in answering.
    package var answering: [StackEntry] { stack.filter { $0.during.covers(.answer) } }
}

/// The columns of an experiment, in the order of the file.
package struct Columns: Sendable, Hashable, Codable {
    /// The columns; at least one.
    package let all: [Column]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        all = try container.allKeys.map { name in
            Column(name: name.stringValue, stack: try container.decode([StackEntry].self, forKey: name))
        }
        guard !all.isEmpty else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "name at least one column; 'mamba: []' is the baseline"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        for column in all { try container.encode(column.stack, forKey: AnyCodingKey(column.name)) }
    }

    /// The column that the others are compared with: the first without strategies, or else the first.
    package var baseline: Column? { all.first { $0.stack.isEmpty } ?? all.first }
}
