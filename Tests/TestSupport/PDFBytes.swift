public import Foundation

/// A PDF written object by object, for files that no program would write.
public final class PDFBytes {
  private var objects: [Data] = []

  /// No object yet.
  public init() {}

  /// A number for an object that is written later.
  public func reserve() -> Int {
    objects.append(Data())
    return objects.count
  }

  /// Writes an object and returns its number.
  @discardableResult
  public func add(_ text: String, as number: Int? = nil) -> Int {
    let number = number ?? reserve()
    objects[number - 1] = Data(text.utf8)
    return number
  }

  /// Writes a stream; `entries` are its dictionary's but for the length.
  @discardableResult
  public func add(stream: Data, _ entries: String = "", as number: Int? = nil) -> Int {
    let number = number ?? reserve()
    objects[number - 1] =
      Data("<< /Length \(stream.count) \(entries) >>\nstream\n".utf8) + stream + Data("\nendstream".utf8)
    return number
  }

  /// Writes a content stream.
  @discardableResult
  public func add(content: String, as number: Int? = nil) -> Int {
    add(stream: Data(content.utf8), as: number)
  }

  /// The Helvetica that every reader has.
  public func helvetica() -> Int {
    add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
  }

  /// Writes pages of A4 with these contents and resources, and their tree; returns the catalog's number.
  public func pages(
    _ contents: [Int], resources: String, size: (width: Double, height: Double) = (595, 842), count: Int? = nil
  ) -> Int {
    let tree = reserve()
    let kids = contents.map { content in
      add(
        "<< /Type /Page /Parent \(tree) 0 R /MediaBox [0 0 \(size.width) \(size.height)] /Contents \(content) 0 R "
          + "/Resources << \(resources) >> >>")
    }
    add(
      "<< /Type /Pages /Kids [\(kids.map { "\($0) 0 R" }.joined(separator: " "))] /Count \(count ?? kids.count) >>",
      as: tree)
    return add("<< /Type /Catalog /Pages \(tree) 0 R >>")
  }

  /// The file.
  public func data(root: Int, trailer: String = "") -> Data {
    var out = Data("%PDF-1.7\n%\u{e2}\u{e3}\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.count)
      out += Data("\(index + 1) 0 obj\n".utf8) + object + Data("\nendobj\n".utf8)
    }
    let start = out.count
    out += Data("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets { out += Data(String(format: "%010d 00000 n \n", offset).utf8) }
    out += Data(
      "trailer\n<< /Size \(objects.count + 1) /Root \(root) 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n".utf8)
    return out
  }
}
