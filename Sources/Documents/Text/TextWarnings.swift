import Records

/// What a person should know about how a text file was read.
enum TextWarnings {
  static func about(_ decoded: TextEncoding.Decoded) -> [DocumentWarning] {
    var warnings: [DocumentWarning] = []
    let name = decoded.encoding.rawValue
    if decoded.isGuess {
      warnings.append(
        DocumentWarning(
          code: "encoding-guessed",
          message: BilingualText(
            en: "read as \(name); save the file as UTF-8 if characters are wrong",
            ja: "\(name) として読みました。文字が違っていたら、UTF-8 で保存し直してください。")))
    }
    if decoded.invalidBytes > 0 {
      warnings.append(
        DocumentWarning(
          code: "invalid-bytes",
          message: BilingualText(
            en:
              "\(decoded.invalidBytes) bytes or characters do not exist in \(name) and are shown as “\u{FFFD}”; the file may be damaged "
              + "or cut off",
            ja: "\(name) にないバイトや文字が \(decoded.invalidBytes) 個あり、「\u{FFFD}」で示しました。ファイルが壊れているか、途中で切れているおそれがあります。")))
    }
    if decoded.nulls > 0 {
      warnings.append(
        DocumentWarning(
          code: "null-characters",
          message: BilingualText(
            en: "\(decoded.nulls) zero characters (U+0000) were left out; no program shows them",
            ja: "値が 0 の文字（U+0000）を \(decoded.nulls) 個取り除きました。画面には表示されない文字です。")))
    }
    return warnings
  }

  static func aboutMojibake(repaired: Int, garbled: Int) -> [DocumentWarning] {
    var warnings: [DocumentWarning] = []
    if repaired > 0 {
      warnings.append(
        DocumentWarning(
          code: "mojibake-repaired",
          message: BilingualText(
            en: "\(repaired) lines had been saved in a wrong encoding (such as “cafÃ©” for “café”) and were repaired",
            ja: "文字化け（「縺薙ｓ」など）のある \(repaired) 行を元の文字に戻しました。")))
    }
    if garbled > 0 {
      warnings.append(
        DocumentWarning(
          code: "garbled",
          message: BilingualText(
            en: "\(garbled) lines are mojibake that cannot be repaired; export the document again in UTF-8",
            ja: "\(garbled) 行が文字化けしていて、元に戻せません。文書を UTF-8 で書き出し直してください。")))
    }
    return warnings
  }
}
