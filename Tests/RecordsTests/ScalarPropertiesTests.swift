import Records
import Testing

@Suite struct ScalarPropertiesTests {
  @Test func `quick answers about characters are Unicode's own, for every character`() {
    let scalars = (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
    let wrong = scalars.filter { scalar in
      let known = scalar.properties
      return scalar.isAlphabetic != known.isAlphabetic || scalar.isUppercase != known.isUppercase
        || scalar.isLowercase != known.isLowercase || scalar.isWhitespace != known.isWhitespace
    }
    #expect(wrong.prefix(5).map { String($0.value, radix: 16) } == [])
  }

  @Test func `kanji and their repetition mark are kanji; kana, figures, marks and Latin letters are none`() {
    #expect("漢々龠㐂一".unicodeScalars.allSatisfy { $0.isKanji })
    #expect(!"かカー〇、。Aａ1１가".unicodeScalars.contains { $0.isKanji })
  }
}
