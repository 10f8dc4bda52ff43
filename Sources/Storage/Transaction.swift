/// What can be done inside `Store.read` and `Store.write`; one file a record (`Store+Document.swift` …) adds its part.
public struct Transaction {
  let connection: Connection

  /// Runs a statement that returns no rows; the number of rows that it changed.
  @discardableResult
  func run(_ sql: String, _ values: any SQLBindable...) throws -> Int {
    try connection.withStatement(sql, values) { statement in
      while try statement.step() {}
    }
    return connection.changes
  }

  /// Walks over the rows of a query without holding more than one.
  func each(_ sql: String, _ values: [any SQLBindable] = [], _ body: (Row) throws -> Void) throws {
    try connection.withStatement(sql, values) { statement in
      while try statement.step() { try body(Row(statement: statement)) }
    }
  }

  /// Every row of a query that is known to be small.
  func all<Value>(_ sql: String, _ values: [any SQLBindable] = [], _ body: (Row) throws -> Value) throws -> [Value] {
    var out: [Value] = []
    try each(sql, values) { out.append(try body($0)) }
    return out
  }

  /// The first row, if there is one.
  func first<Value>(_ sql: String, _ values: [any SQLBindable] = [], _ body: (Row) throws -> Value) throws -> Value? {
    try connection.withStatement(sql, values) { statement in
      try statement.step() ? try body(Row(statement: statement)) : nil
    }
  }

  /// A count.
  func count(_ sql: String, _ values: any SQLBindable...) throws -> Int {
    try first(sql, values) { $0.int(0) } ?? 0
  }
}

// A transaction must not leave the closure that it was handed to.
@available(*, unavailable)
extension Transaction: Sendable {}
