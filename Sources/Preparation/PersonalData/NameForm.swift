import Foundation
import Records

/// A text as names are compared in it: whatever width its kana have, with or without marks on Latin letters, and with one
/// form for kanji that registers write in several (髙 and 高, 邉, 邊 and 辺).
struct NameForm {
  /// One scalar or several for each of the text's own; spaces and middle dots as spaces.
  private(set) var scalars: [UInt32] = []
  /// Where in the text each of them stands.
  private(set) var places: [Int] = []

  init(_ text: PersonalDataText) {
    scalars.reserveCapacity(text.count)
    places.reserveCapacity(text.count)
    for index in 0..<text.count {
      for scalar in Self.form(text.original[index], folded: text.folded[index]) {
        scalars.append(scalar)
        places.append(index)
      }
    }
  }

  private static func form(_ scalar: Unicode.Scalar, folded: UInt32) -> [UInt32] {
    switch scalar.value {
    case 0...0x7F: return [folded]
    // What chooses a glyph, such as the third of 葛's, and marks on letters are no letters.
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x300...0x36F: return []
    case 0x30FB, 0xFF65: return [0x20]
    // Half-width katakana have their marks beside them.
    case 0xFF9E: return [0x3099]
    case 0xFF9F: return [0x309A]
    case 0x4E00...0x9FFF where variants[scalar.value] == nil: return [scalar.value]
    case _ where folded != scalar.value: return [folded]
    default: break
    }
    if let standard = variants[scalar.value] { return [standard] }
    return String(scalar).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.map(\.value)
      .filter { !(0x300...0x36F ~= $0) }.map { variants[$0] ?? $0 }
  }

  /// Kanji of names that registers have in older or other forms; each line begins with the one that all of it becomes.
  private static let variants: [UInt32: UInt32] = {
    let groups = """
      高髙 崎﨑嵜 辺邊邉 斉齊斎齋 沢澤 浜濱濵 広廣 桜櫻 国國 条條 真眞 実實 恵惠 徳德 瀬瀨 栄榮 \
      竜龍 滝瀧 島嶋嶌 富冨 黒黑 静靜 清淸 曽曾 増增 弥彌 寿壽 円圓 応應 学學 関關 鉄鐵 豊豐 蔵藏 \
      芸藝 村邨 会會 与與 万萬 仏佛 児兒 晋晉 荘莊 穂穗 緑綠 絵繪 県縣 郷鄕 郎郞 吉𠮷 橋𣘺 柳栁 \
      館舘 桧檜 蛍螢 峰峯 渕淵渊 籠篭 薮藪 頼賴 礼禮 鶴靏靍 亀龜 遥遙 尭堯 槙槇 祢禰 恒恆 巌巖 \
      寛寬 戸戶 塩鹽 台臺 称稱 将將 栃杤 桑桒 角⻆ 穣穰 鶏鷄 団團 来來 伝傳 数數 歳歲 横橫 涼凉 \
      翠翆 兎兔 灯燈 禄祿 秋秌 経經 総總 聡聰 茎莖 薫薰 誉譽 転轉 逓遞 勲勳 暁曉 楽樂 帰歸 庁廳 \
      弁辨 従從 旧舊 昼晝 松枩 検檢 気氣 温溫 満滿 点點 珍珎 画畫 痩瘦 砿礦 粋粹 縁緣 缶罐 声聲 \
      胆膽 脳腦 芦蘆 蛮蠻 覚覺 触觸 読讀 賛贊 酔醉 釈釋 鋭銳 録錄 陥陷 険險 随隨 隣鄰 雑雜 霊靈 \
      顕顯 駅驛 駆驅 験驗 髄髓 麦麥 黄黃 黙默 歯齒 齢齡
      """
    var variants: [UInt32: UInt32] = [:]
    for group in groups.split(whereSeparator: \.isWhitespace) {
      let scalars = group.unicodeScalars.map(\.value)
      for other in scalars.dropFirst() where other != scalars[0] { variants[other] = scalars[0] }
    }
    return variants
  }()
}
