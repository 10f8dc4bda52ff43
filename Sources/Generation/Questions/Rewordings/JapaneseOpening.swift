import Foundation
import Records

/// What stands before the clause that a Japanese question asks about, parted at commas: what the sentence is about, and on
/// what condition it holds.
struct JapaneseOpening {
  /// Without は.
  var topic: String?
  /// 転居を伴う転勤を命じるとき, without は.
  var condition: String?
  /// As the sentence has it, with は or に.
  var wholeCondition = ""
  /// It stands before the topic.
  var conditionIsFirst = false
  /// What belongs to the clause itself.
  var rest = ""

  /// Nil where there is more than one of either, or something else.
  init?(_ before: String) {
    var sections = Self.sections(before)
    rest = sections.popLast() ?? ""
    var pending = ""
    for section in sections {
      let whole = pending.isEmpty ? section : pending + "、" + section
      let source = section as NSString
      if Self.conditional.first(in: source, within: 0..<source.length) != nil {
        guard condition == nil else { return nil }
        let isMarked = ["ときは", "時は", "場合は", "ときに", "場合に", "ときには", "場合には"].contains(where: section.hasSuffix)
        condition = isMarked ? String(whole.dropLast(section.hasSuffix("には") ? 2 : 1)) : whole
        wholeCondition = whole
        conditionIsFirst = topic == nil
        pending = ""
      } else if section.hasSuffix("は"), !Self.joining.contains(where: section.hasSuffix) {
        guard topic == nil else { return nil }
        topic = String(whole.dropLast())
        pending = ""
      } else if pending.isEmpty, Self.marked.first(in: source, within: 0..<source.length) != nil,
        sections.last == section,
        !(section.hasSuffix("で") && section.contains { ("0"..."9").contains($0) || ("０"..."９").contains($0) })
      {
        // 研修システムで、開催の何日前までに: the comma parts nothing.
        rest = section + rest
      } else {
        pending = whole
      }
    }
    guard !pending.isEmpty else { return }
    // 財務、品質、環境の: things in a row.
    guard !pending.unicodeScalars.contains(where: { (0x3041...0x3096).contains($0.value) }) else { return nil }
    rest = pending + "、" + rest
  }

  private static let conditional = Pattern(
    #"(?:とき|時|場合)(?:は|に|には)?$|[うくすつぬぶむる]と$|[たいん]だ?ら$|れば$|てから$|(?:た|の)後に?$|[るの]前に$|[るの]までに$"#)
  private static let marked = Pattern(#"[\p{Han}\p{Katakana}ー」）](?:が|を|で|に|へ)$"#)
  private static let joining = ["または", "又は", "あるいは", "もしくは", "とは"]

  /// At commas outside brackets.
  private static func sections(_ text: String) -> [String] {
    var out = [""]
    var depth = 0
    for character in text {
      if "「『（(".contains(character) { depth += 1 }
      if "」』）)".contains(character) { depth -= 1 }
      if character == "、", depth == 0 { out.append("") } else { out[out.count - 1].append(character) }
    }
    return out
  }
}
