/// How facts of a type are told and combined.
package enum FactFamily: CaseIterable, Hashable, Sendable {
    /// The user tells one value, which may change later.
    case told
    /// The assistant advises one value.
    case advised
    /// The user says what is preferred.
    case preferred
    /// The user tells numbers on several days, which add up.
    case counted
    /// The user tells values on several days, which all hold.
    case listed
    /// The user tells on a day that something happened.
    case happened
    /// The user tells whom a journey brought.
    case met
}
