import Foundation
import Records

extension PageContent {
  /// Bytes of one glyph: scalar, four coordinates, style, separator.
  private static let glyphSize = 4 + 4 * 4 + 2 + 1
  /// Beside the separator.
  private static let invisibleFlag: UInt8 = 0x80
  /// Beside what was lost.
  private static let againFlag: UInt8 = 0x80
  /// Where a style's turns stand, beside weight and slant.
  private static let turnsShift: UInt8 = 2
  /// Bytes of one line or area.
  private static let boxSize = 4 * 4

  /// The page as it travels through the pipe: a page of 2,000 glyphs is 46 kB and costs microseconds, where JSON would
  /// cost more than reading the PDF.
  public func encoded() -> [UInt8] {
    let ruled = (rules?.lines.count ?? 0) + (rules?.areas.count ?? 0) + (rules?.dots.count ?? 0)
    var out = ByteWriter(capacity: 64 + styles.count * 32 + ruled * Self.boxSize + glyphs.count * Self.glyphSize)
    out.write(UInt32(number))
    out.write(width)
    out.write(height)
    out.write(UInt16(rotation))
    out.write(imageCoverage ?? -1)
    out.write(unreadHeight ?? -1)
    out.write(UInt8(isTextCutShort ? 1 : 0) | (loss?.rawValue ?? 0) << 1 | (isInterpretedAgain ? Self.againFlag : 0))
    // Rare and small: readable is better than fast here.
    let parts = self.parts.isEmpty ? nil : try? JSONEncoder().encode(self.parts)
    out.write(parts.map { String(decoding: $0, as: UTF8.self) } ?? "")
    out.write(UInt16(styles.count))
    for style in styles {
      out.write(style.fontName)
      out.write(style.size)
      out.write(UInt8((style.isBold ? 1 : 0) | (style.isItalic ? 2 : 0) | (style.quarterTurns & 3) << Self.turnsShift))
    }
    out.write(UInt8(rules == nil ? 0 : 1))
    if let rules {
      Self.write(rules.lines, to: &out)
      Self.write(rules.areas, to: &out)
      Self.write(rules.dots, to: &out)
    }
    out.write(UInt32(glyphs.count))
    out.write(count: glyphs.count * Self.glyphSize) { target in
      var offset = 0
      for glyph in glyphs {
        target.storeBytes(of: glyph.scalar.value.littleEndian, toByteOffset: offset, as: UInt32.self)
        target.storeBytes(of: glyph.x0.bitPattern.littleEndian, toByteOffset: offset + 4, as: UInt32.self)
        target.storeBytes(of: glyph.y0.bitPattern.littleEndian, toByteOffset: offset + 8, as: UInt32.self)
        target.storeBytes(of: glyph.x1.bitPattern.littleEndian, toByteOffset: offset + 12, as: UInt32.self)
        target.storeBytes(of: glyph.y1.bitPattern.littleEndian, toByteOffset: offset + 16, as: UInt32.self)
        target.storeBytes(of: glyph.style.littleEndian, toByteOffset: offset + 20, as: UInt16.self)
        target.storeBytes(
          of: glyph.before.rawValue | (glyph.isInvisible ? Self.invisibleFlag : 0), toByteOffset: offset + 22,
          as: UInt8.self)
        offset += Self.glyphSize
      }
    }
    return out.bytes
  }

  /// Reads what `encoded()` wrote, from a place in some bytes to their end.
  ///
  /// - Throws: `ProtocolError.malformed` when the bytes do not make sense.
  public init(encoded bytes: [UInt8], from start: Int = 0) throws {
    var input = ByteReader(bytes, from: start)
    self.init(
      number: Int(try input.uint32()), width: Double(try input.float()), height: Double(try input.float()),
      rotation: Int(try input.uint16()))
    let coverage = try input.float()
    imageCoverage = coverage < 0 ? nil : Double(coverage)
    let unread = try input.float()
    unreadHeight = unread < 0 ? nil : Double(unread)
    let state = try input.byte()
    isTextCutShort = state & 1 != 0
    isInterpretedAgain = state & Self.againFlag != 0
    loss = PageLoss(rawValue: (state & ~Self.againFlag) >> 1)
    let encodedParts = try input.string()
    if !encodedParts.isEmpty { parts = try Self.parts(encodedParts) }
    for _ in 0..<(try input.uint16()) {
      let name = try input.string()
      let size = try input.float()
      let flags = try input.byte()
      var style = TextStyle(fontName: name, size: size, isBold: flags & 1 != 0, isItalic: flags & 2 != 0)
      style.quarterTurns = flags >> Self.turnsShift & 3
      styles.append(style)
    }
    if try input.byte() != 0 {
      rules = PageRules(
        lines: try Self.boxes(from: &input), areas: try Self.boxes(from: &input), dots: try Self.boxes(from: &input))
    }
    let count = Int(try input.uint32())
    guard count * Self.glyphSize == input.remaining else {
      throw ProtocolError.malformed(BilingualText(en: "glyphs are missing", ja: "足りない文字"))
    }
    let styles = self.styles.count
    glyphs = try input.rest { bytes in
      try (0..<count).map { try Self.glyph(in: bytes, at: $0 * Self.glyphSize, styles: styles) }
    }
  }

  private static func parts(_ text: String) throws -> PageParts {
    do {
      return try JSONDecoder().decode(PageParts.self, from: Data(text.utf8))
    } catch {
      throw ProtocolError.malformed(BilingualText(en: "links or fields make no sense", ja: "読めないリンクや入力欄"))
    }
  }

  /// One glyph; the place has been checked, the values have not.
  private static func glyph(in bytes: UnsafeRawBufferPointer, at offset: Int, styles: Int) throws -> Glyph {
    let (x0, y0) = (number(in: bytes, at: offset + 4), number(in: bytes, at: offset + 8))
    let (x1, y1) = (number(in: bytes, at: offset + 12), number(in: bytes, at: offset + 16))
    guard x0.isFinite, y0.isFinite, x1.isFinite, y1.isFinite else {
      throw ProtocolError.malformed(BilingualText(en: "a coordinate is not a number", ja: "数でない座標"))
    }
    let value = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    guard let scalar = Unicode.Scalar(value) else {
      throw ProtocolError.malformed(BilingualText(en: "a character is not Unicode", ja: "Unicode でない文字"))
    }
    let style = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 20, as: UInt16.self))
    guard Int(style) < styles, let before = Glyph.Separator(rawValue: bytes[offset + 22] & ~invisibleFlag) else {
      throw ProtocolError.malformed(BilingualText(en: "a glyph has no style", ja: "書体のない文字"))
    }
    var glyph = Glyph(scalar, x0: x0, y0: y0, x1: x1, y1: y1, style: style, before: before)
    glyph.isInvisible = bytes[offset + 22] & invisibleFlag != 0
    return glyph
  }

  private static func number(in bytes: UnsafeRawBufferPointer, at place: Int) -> Float {
    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
  }

  private static func write(_ boxes: [RuleBox], to out: inout ByteWriter) {
    out.write(UInt32(boxes.count))
    for box in boxes {
      out.write(box.x0)
      out.write(box.y0)
      out.write(box.x1)
      out.write(box.y1)
    }
  }

  private static func boxes(from input: inout ByteReader) throws -> [RuleBox] {
    let count = Int(try input.uint32())
    guard count * boxSize <= input.remaining else {
      throw ProtocolError.malformed(BilingualText(en: "lines are missing", ja: "足りない罫線"))
    }
    var boxes: [RuleBox] = []
    boxes.reserveCapacity(count)
    for _ in 0..<count {
      boxes.append(
        RuleBox(x0: try input.float(), y0: try input.float(), x1: try input.float(), y1: try input.float()))
    }
    return boxes
  }
}
