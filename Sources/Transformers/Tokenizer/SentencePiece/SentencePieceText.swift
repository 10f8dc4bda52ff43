internal import Foundation

/// How `sentencepiece` treats text before it is cut into pieces, and after.
struct SentencePieceText: Sendable {
  var characterMap: CharacterMap?
  /// Found before the map is asked, and kept as they are.
  var userDefined: DoubleArrayTrie?
  var addsDummyPrefix: Bool
  var removesExtraWhitespaces: Bool
  var escapesWhitespaces: Bool
  var treatsWhitespaceAsSuffix: Bool
  /// Whether sections behind an added token get the leading space as well.
  var prefixesEverySection = true
  /// What an unknown token becomes in text.
  var unknownSurface: [UInt8]
  var unknown: Int32
  /// The byte of byte tokens.
  var bytes: [Int32: UInt8] = [:]

  /// ▁, in place of a space.
  static let space: [UInt8] = [0xE2, 0x96, 0x81]

  // MARK: Before

  /// Normalizes a section of text.
  func apply(_ text: inout NormalizedText) {
    let isFirst = text.startsOriginal
    text.bytes = text.bytes.withUnsafeBufferPointer { normalized($0, isFirst: isFirst) }
  }

  private func normalized(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> [UInt8] {
    var index = 0
    var piece: [UInt8] = []
    if removesExtraWhitespaces {
      while index < text.count {
        let end = prefix(text, index, into: &piece)
        guard piece == [0x20] else { break }
        index = end
      }
    }
    guard index < text.count else { return [] }
    var out: [UInt8] = []
    out.reserveCapacity(text.count * 3 / 2 + 8)
    let space = escapesWhitespaces ? Self.space : [0x20]
    let adds = addsDummyPrefix && (isFirst || prefixesEverySection)
    if adds, !treatsWhitespaceAsSuffix { out += space }
    var afterSpace = removesExtraWhitespaces
    while index < text.count {
      index = prefix(text, index, into: &piece)
      var part = piece[...]
      if afterSpace { part = part.drop { $0 == 0x20 } }
      if let last = part.last {
        for byte in part { if byte == 0x20 { out.append(contentsOf: space) } else { out.append(byte) } }
        afterSpace = last == 0x20
      }
      if !removesExtraWhitespaces { afterSpace = false }
    }
    if removesExtraWhitespaces {
      while out.count >= space.count, out.suffix(space.count) == space[...] { out.removeLast(space.count) }
    }
    if adds, treatsWhitespaceAsSuffix { out += space }
    return out
  }

  /// What the text at a place becomes, and where that ends.
  @inline(__always)
  private func prefix(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, into piece: inout [UInt8]) -> Int {
    piece.removeAll(keepingCapacity: true)
    if let userDefined, let found = userDefined.longest(text, from: start) {
      piece.append(contentsOf: text[start..<found.end])
      return found.end
    }
    if let found = characterMap?.find(text, from: start, to: text.count, longest: true) {
      if let characterMap { piece.append(contentsOf: characterMap[found.replacement]) }
      return found.end
    }
    let end = start + UTF8Scalar.length(text[start])
    piece.append(contentsOf: text[start..<end])
    return end
  }

  // MARK: After

  /// The text of some tokens, control tokens left out already.
  func decode(_ ids: [Int32], _ parts: TokenizerParts) -> String {
    var out: [UInt8] = []
    let control = parts.control
    let added = Set(parts.added.map(\.token.id)).subtracting(parts.control)
    var isStart = true
    var run: [UInt8] = []
    func finishRun() {
      guard !run.isEmpty else { return }
      out += Self.repaired(run)
      run = []
    }
    for id in ids {
      if let byte = bytes[id] {
        run.append(byte)
        isStart = false
        continue
      }
      finishRun()
      if id == unknown {
        out += unknownSurface
        isStart = false
      } else if control.contains(id) || added.contains(id) {
        out += parts.spellings[Int(id)]
      } else {
        var spelling = parts.spellings[Int(id)][...]
        if isStart, dropsLeadingSpace, spelling.starts(with: Self.space) {
          spelling = spelling.dropFirst(Self.space.count)
          // Only one space stands for the beginning, unless all of them were taken away.
          isStart = removesExtraWhitespaces && spelling.isEmpty ? isStart : false
        } else {
          isStart = false
        }
        out += Self.unescaped(spelling)
      }
    }
    finishRun()
    return String(decoding: out, as: UTF8.self)
  }

  /// The library does so even where the space stands behind words, and keeps that one.
  private var dropsLeadingSpace: Bool { addsDummyPrefix || removesExtraWhitespaces }

  /// Bytes as text; every byte that is no part of a character becomes U+FFFD.
  private static func repaired(_ run: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < run.count {
      let length = UTF8Scalar.length(run[index])
      let end = index + length
      if end <= run.count, String(validating: run[index..<end], as: UTF8.self) != nil {
        out += run[index..<end]
        index = end
      } else {
        out += [0xEF, 0xBF, 0xBD]
        index += 1
      }
    }
    return out
  }

  private static func unescaped(_ spelling: ArraySlice<UInt8>) -> [UInt8] {
    TokenDecoder.replacing(Array(spelling), space, with: [0x20])
  }

  func bytesOfTokens(_ parts: TokenizerParts) -> [[UInt8]] {
    let whole = Set(parts.added.map(\.token.id)).union(parts.control)
    return parts.spellings.enumerated().map { id, spelling in
      let id = Int32(id)
      if let byte = bytes[id] { return [byte] }
      if id == unknown { return unknownSurface }
      return whole.contains(id) ? spelling : Self.unescaped(spelling[...])
    }
  }
}
