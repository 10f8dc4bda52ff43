import CSodium
public import Foundation

/// A SHA-256 digest that names a thing by what it contains.
///
/// Every derived record's id is one of these, so that the same input, options and stage version give the same id on
/// every machine and in every run (`Hasher` would not: its seed changes per process).
public struct ContentHash: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let hex: String

  /// Takes a digest that was written earlier.
  public init(hex: String) { self.hex = hex }

  /// The digest of some bytes.
  public init(of data: Data) {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    data.withUnsafeBytes { bytes in
      let base = bytes.bindMemory(to: UInt8.self).baseAddress
      _ = crypto_hash_sha256(&digest, base, UInt64(bytes.count))
    }
    hex = Self.hexadecimal(digest)
  }

  /// The digest of a list of fields. Each field is preceded by its length, so `["ab", "c"]` and `["a", "bc"]` differ.
  public init(of fields: [String]) {
    var data = Data()
    for field in fields {
      data.append(contentsOf: "\(field.utf8.count):".utf8)
      data.append(contentsOf: field.utf8)
    }
    self.init(of: data)
  }

  /// The digest of more fields than are held at once.
  ///
  /// - Parameter fields: Hands each field, in order, to its argument. The digest is that of the list of all of them.
  public init(ofEach fields: ((String) -> Void) throws -> Void) rethrows {
    var state = crypto_hash_sha256_state()
    crypto_hash_sha256_init(&state)
    func update(_ bytes: UnsafeBufferPointer<UInt8>) {
      _ = crypto_hash_sha256_update(&state, bytes.baseAddress, UInt64(bytes.count))
    }
    try fields { field in
      var length = "\(field.utf8.count):"
      var field = field
      length.withUTF8(update)
      field.withUTF8(update)
    }
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    crypto_hash_sha256_final(&state, &digest)
    hex = Self.hexadecimal(digest)
  }

  /// The digest of a file, read in pieces of one mebibyte.
  ///
  /// - Throws: What `FileHandle` throws when the file cannot be opened or read.
  public init(ofFile url: URL) throws {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    var state = crypto_hash_sha256_state()
    crypto_hash_sha256_init(&state)
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
      piece.withUnsafeBytes { bytes in
        let base = bytes.bindMemory(to: UInt8.self).baseAddress
        _ = crypto_hash_sha256_update(&state, base, UInt64(bytes.count))
      }
    }
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    crypto_hash_sha256_final(&state, &digest)
    hex = Self.hexadecimal(digest)
  }

  /// The first 12 digits, for people and for file names.
  public var short: String { String(hex.prefix(12)) }

  /// All 64 digits.
  public var description: String { hex }

  /// Orders by the hexadecimal digits: a fixed order that means nothing else.
  public static func < (left: ContentHash, right: ContentHash) -> Bool { left.hex < right.hex }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      out.append(digits[Int(byte >> 4)])
      out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension ContentHash {
  /// The digest of bytes that come piece by piece.
  public struct Running {
    private var state = crypto_hash_sha256_state()

    /// Of nothing yet.
    public init() { crypto_hash_sha256_init(&state) }

    /// Takes in the next bytes.
    public mutating func update(_ data: Data) {
      data.withUnsafeBytes { bytes in
        let base = bytes.bindMemory(to: UInt8.self).baseAddress
        _ = crypto_hash_sha256_update(&state, base, UInt64(bytes.count))
      }
    }

    /// The digest of all bytes so far.
    public var digest: ContentHash {
      var state = state
      var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
      crypto_hash_sha256_final(&state, &digest)
      return ContentHash(bytes: digest)
    }
  }

  private init(bytes: [UInt8]) { hex = Self.hexadecimal(bytes) }
}

extension ContentHash: Codable {
  /// Reads a plain string, and takes it as it is.
  public init(from decoder: any Decoder) throws {
    hex = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the 64 digits as a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
