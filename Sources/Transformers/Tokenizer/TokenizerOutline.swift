public import Foundation
internal import Tensors

/// What a tokenizer is, found out without reading its tables: in a fraction of the time that loading it takes.
///
/// Parts that this program does not know are refused as they are by `Tokenizer`; what is wrong in a vocabulary or in merges
/// may show only there.
public struct TokenizerOutline: Sendable, Hashable {
  /// Which algorithm it is, as `Tokenizer.kind` says.
  public let kind: String
  /// Tokens, added ones included.
  public let vocabularySize: Int
  /// Tokens beside the model's vocabulary, by id.
  public let addedTokens: [AddedToken]

  init(kind: String, vocabularySize: Int, addedTokens: [AddedToken]) {
    self.kind = kind
    self.vocabularySize = vocabularySize
    self.addedTokens = addedTokens.sorted { $0.id < $1.id }
  }

  /// The outline of a model directory's tokenizer.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(directory: URL) throws(UnusableModel) {
    self = try MappedTokenizer(directory: directory).outline(TokenizerConfiguration(directory: directory))
  }
}

/// A directory's tokenizer file, mapped; of a `tokenizer.json` all but the tables has been read, and those are gone over: they
/// are neither copied nor looked at, but for the few tokens that an outline asks for.
struct MappedTokenizer {
  private let url: URL
  private let file: MappedFile
  private let json: TokenizerFile?

  init(directory: URL) throws(UnusableModel) {
    let (url, isSentencePiece) = Tokenizer.file(in: directory)
    guard FileManager.default.fileExists(atPath: url.path) else { throw Tokenizer.absent(from: directory) }
    let file: MappedFile
    do { file = try MappedFile(path: url.path) } catch { throw Tokenizer.unreadable(url) }
    file.prefetch()
    self.url = url
    self.file = file
    do throws(TokenizerFileError) {
      json = isSentencePiece ? nil : try TokenizerFile(file.bytes.bindMemory(to: UInt8.self), readsTables: false)
    } catch {
      throw Tokenizer.unusable(error, url)
    }
  }

  /// The outline, with what the directory's other files say about the tokenizer.
  func outline(_ configuration: TokenizerConfiguration) throws(UnusableModel) -> TokenizerOutline {
    defer { withExtendedLifetime(file) {} }
    do throws(TokenizerFileError) {
      if let json { return try TokenizerAssembly.outline(json, configuration: configuration) }
      try configuration.checkSentencePiece()
      let wanted = configuration.tokens.map(\.content) + SentencePieceAssembly.extraTokens(configuration)
      return try SentencePieceOutline(file.bytes.bindMemory(to: UInt8.self), wanted: wanted).outline(configuration)
    } catch {
      throw Tokenizer.unusable(error, url)
    }
  }
}
