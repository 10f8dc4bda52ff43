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
    let configuration = try TokenizerConfiguration(directory: directory)
    let (url, isSentencePiece) = Tokenizer.file(in: directory)
    if isSentencePiece {
      let data = try Tokenizer.data(url)
      do throws(TokenizerFileError) { self = try Self.sentencePiece(data, configuration) } catch {
        throw Tokenizer.unusable(error, url)
      }
      return
    }
    // Mapped and gone over: tables are neither copied nor looked at, but for the few tokens that are asked for.
    let file: MappedFile
    do { file = try MappedFile(path: url.path) } catch { throw Tokenizer.unreadable(url) }
    do throws(TokenizerFileError) {
      let bytes = file.bytes.bindMemory(to: UInt8.self)
      self = try TokenizerAssembly.outline(try TokenizerFile(bytes, readsTables: false), extra: configuration.tokens)
    } catch {
      throw Tokenizer.unusable(error, url)
    }
    withExtendedLifetime(file) {}
  }

  private static func sentencePiece(
    _ data: [UInt8], _ configuration: TokenizerConfiguration
  ) throws(TokenizerFileError) -> TokenizerOutline {
    let file = try SentencePieceFile(data)
    let tables = try PieceTables(file)
    var spellings = file.pieces.map(\.text)
    let added = try SentencePieceAssembly.added(configuration, tables, &spellings)
    return TokenizerOutline(
      kind: SubwordModel.sentencePieceName(file.modelType, hasByteFallback: file.hasByteFallback),
      vocabularySize: spellings.count, addedTokens: added.map(\.token))
  }
}
