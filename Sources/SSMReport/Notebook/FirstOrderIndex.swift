/// Distinct values, numbered in the order of their first occurrence.
struct FirstOrderIndex<Value: Hashable> {
    /// The values by their numbers.
    private(set) var values: [Value] = []
    private var places: [Value: Int] = [:]

    /// The number of a value, which is a new one when the value is.
    mutating func number(of value: Value) -> Int {
        if let place = places[value] { return place }
        places[value] = values.count
        values.append(value)
        return values.count - 1
    }
}
