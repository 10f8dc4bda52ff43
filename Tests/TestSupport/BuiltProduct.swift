public import Foundation

/// Where the tests' build and the repository lie.
public enum TestLocations {
  /// A program that this build made, such as `shikomi-reader`: it lies beside the test bundle.
  ///
  /// - Throws: `MissingProduct` when it has not been built.
  public static func builtProduct(named name: String) throws -> URL {
    // `swift test` runs one bundle that holds all tests, from the folder with the other products.
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let arguments = CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    for folder in [bundle] + arguments {
      let product = folder.appendingPathComponent(name)
      if FileManager.default.isExecutableFile(atPath: product.path) { return product }
    }
    throw MissingProduct(name: name)
  }

  /// The repository's root.
  public static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A small file made for the readers' tests.
  public static func sampleFixture(_ name: String) -> URL {
    repository.appendingPathComponent("Tests/SampleDocuments/fixtures/\(name)")
  }

  /// Real test data beside the repository, which is not committed. Nil where it is not there.
  public static func sharedFixture(_ path: String) -> URL? {
    for base in [repository, repository.deletingLastPathComponent()] {
      let url = base.deletingLastPathComponent().appendingPathComponent("shared/fixtures/\(path)")
      if FileManager.default.fileExists(atPath: url.path) { return url }
    }
    return nil
  }

  /// A product that a test needs and the build did not make.
  public struct MissingProduct: Error, CustomStringConvertible {
    var name: String

    /// Names the product and the command that builds it.
    public var description: String { "\(name) has not been built: run swift build --product \(name)" }
  }
}
