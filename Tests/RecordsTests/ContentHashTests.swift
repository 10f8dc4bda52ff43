import Foundation
import Records
import TestSupport
import Testing

@Suite struct ContentHashTests {
  /// NIST's examples for SHA-256 (FIPS 180-4).
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the digest is SHA-256`(text: String, hex: String) {
    #expect(ContentHash(of: Data(text.utf8)).hex == hex)
  }

  @Test func `a file's digest is that of its bytes, over several pieces`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Data((0..<3 * (1 << 20) + 17).map { UInt8($0 % 251) }), to: "large.bin")
    #expect(
      try ContentHash(ofFile: file).hex == "fe2aaf82bfa2ffec207a0c6fa7ce7d4af268d67e2672fdaec675f3f9b65d0854")
    #expect(try ContentHash(ofFile: folder.write(Data(), to: "empty")) == ContentHash(of: Data()))
    #expect(throws: (any Error).self) { try ContentHash(ofFile: folder.appending("missing")) }
  }

  @Test func `fields are told apart by their lengths in bytes`() {
    // sha256 of "2:ab1:c" and of "3:日".
    #expect(
      ContentHash(of: ["ab", "c"]).hex == "430fb1b4ac43316eca81fab27a1930ab8eff8fef6a1dc7903dce44bbc2790dc5")
    #expect(ContentHash(of: ["日"]).hex == "965e3edc171c755477663f2edc8ae32bf0be1d2c165bae0267b3f762814fcb5f")
    let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], [], [""], ["1:a"], ["a", ""]]
    #expect(Set(lists.map { ContentHash(of: $0) }).count == lists.count)
  }

  @Test func `a hash travels as its digits and sorts by them`() throws {
    let hash = ContentHash(of: ["x"])
    #expect(try JSONEncoder().encode([hash]) == Data("[\"\(hash.hex)\"]".utf8))
    #expect(hash.short.count == 12 && hash.hex.hasPrefix(hash.short))
    #expect(ContentHash(hex: "0a") < ContentHash(hex: "0b"))
  }
}
