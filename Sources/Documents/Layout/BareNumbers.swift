import Records

/// Titles numbered without a mark: `1 目的`, `2 定義`. One such line says nothing (`3 日以内`); lines that count from one
/// through the document do.
enum BareNumbers {
  private static let fewest = 2
  private static let longestTitle = 30

  static func mark(_ blocks: inout [DraftBlock]) {
    var run: [Int] = []
    var found: [Int] = []
    func finish() {
      if run.count >= fewest { found += run }
      run = []
    }
    for index in blocks.indices {
      guard let number = number(of: blocks[index]), number == run.count + 1 || number == 1 else { continue }
      if number == 1 { finish() }
      run.append(index)
    }
    finish()
    for index in found {
      guard case .lines(var lines) = blocks[index].content else { continue }
      lines[0].marker = .chapterNumber(length: lines[0].text.unicodeScalars.prefix { ListMarker.isDigit($0) }.count)
      blocks[index].content = .lines(lines)
      blocks[index].kind = .heading
    }
  }

  /// The number before a title that stands alone on its line.
  private static func number(of block: DraftBlock) -> Int? {
    guard block.kind == .paragraph || block.kind == .heading, block.lines.count == 1 else { return nil }
    return number(of: block.lines[0])
  }

  /// The number before a line of a few words that is no sentence.
  static func number(of line: FlowLine) -> Int? {
    guard line.marker == nil, line.glyphCount <= longestTitle, let first = line.words.first?.first,
      ListMarker.isDigit(first), !line.endsSentence, !line.hasLeaders, !BlockKinds.endsWithin(line)
    else { return nil }
    let scalars = line.text.unicodeScalars
    let digits = scalars.prefix { ListMarker.isDigit($0) }
    let rest = scalars.dropFirst(digits.count)
    guard (1...2).contains(digits.count), rest.first == " ", rest.dropFirst().first?.isJapanese == true else {
      return nil
    }
    return Int(String(digits))
  }
}
