/// Numbers names in the order in which they come: a fact, a document or a section takes four bytes a pair then.
struct Numbering<Name: Hashable> {
  private var numbers: [Name: Int32] = [:]

  /// The name's number, a new one the first time.
  mutating func number(of name: Name) -> Int32 {
    if let known = numbers[name] { return known }
    let number = Int32(numbers.count)
    numbers[name] = number
    return number
  }

  var count: Int { numbers.count }
}
