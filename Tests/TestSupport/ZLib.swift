public import Foundation
import Glibc

/// zlib as the system has it: poppler cannot be installed without.
public enum ZLib {
  private typealias Coder =
    @convention(c) (
      UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt>, UnsafePointer<UInt8>, UInt
    ) -> Int32

  private static func call(_ name: String, _ data: Data, capacity: Int) -> Data? {
    guard let library = dlopen("libz.so.1", RTLD_NOW), let symbol = dlsym(library, name) else { return nil }
    let coder = unsafeBitCast(symbol, to: Coder.self)
    var out = [UInt8](repeating: 0, count: capacity)
    var count = UInt(capacity)
    let input = [UInt8](data)
    guard coder(&out, &count, input, UInt(input.count)) == 0 else { return nil }
    return Data(out.prefix(Int(count)))
  }

  /// What was compressed; nil where it is no zlib stream or longer than `limit`.
  public static func inflate(_ data: Data, limit: Int = 4 << 20) -> Data? { call("uncompress", data, capacity: limit) }

  /// The data compressed.
  public static func deflate(_ data: Data) -> Data? {
    call("compress", data, capacity: data.count + data.count / 100 + 64)
  }
}
