import Foundation
public import Records

/// What the program asks of a reader process. Sent as one JSON frame.
public struct ReaderRequest: Codable, Sendable, Hashable {
  /// Raised with every change of this protocol: program and reader are installed together, and a mixture must be an
  /// error, not a riddle.
  public static let currentVersion = 11

  /// What is wanted, and which replies come for it. Instead of any of them `failure` may come.
  public enum Task: Codable, Sendable, Hashable {
    /// Answers with `info`, one `page` for each page from `first` to `last` (nil: to the end), and `end`.
    case read(first: Int, last: Int?)
    /// Answers with `image`: the page as PNG, `scale` pixels a point, with marks drawn over it.
    case render(page: Int, scale: Double, marks: [PageMark])
    /// Answers with `blocks`, as often as there are many, and `text`. The name of the format is a media type.
    case text(mediaType: String)
    /// Answers with `confinement`: what this process cannot do. The request's path is of no account.
    case confinement
  }

  /// The sender's `currentVersion`; a reader of another version answers `failure` with `bad-request`.
  public var version: Int
  /// Absolute path of the file.
  public var path: String
  /// What to try, in this order, on a file that does not open without a password.
  public var passwords: [String]
  /// What to do with the file.
  public var task: Task

  /// Makes a request of the current version; `path` must be absolute.
  public init(path: String, passwords: [String] = [], task: Task) {
    self.version = Self.currentVersion
    self.path = path
    self.passwords = passwords
    self.task = task
  }
}

/// What a PDF says about itself.
public struct DocumentInfo: Codable, Sendable, Hashable {
  /// As the file says; single pages may still turn out unreadable.
  public var pageCount: Int
  /// From the metadata; often empty or the name of a template.
  public var title: String?
  /// The program that made the PDF; nil when the file does not tell.
  public var producer: String?
  /// Whether the author's permissions allow copying text. Recorded, not enforced.
  public var permitsCopying: Bool
  /// The bookmarks, depth first; empty where there are none.
  public var outline: [OutlineEntry]
  /// The headings of a tagged PDF; looked for only where there are no bookmarks.
  public var headings: [TaggedHeading]

  /// Takes the values as they are; nothing is checked.
  public init(
    pageCount: Int, title: String? = nil, producer: String? = nil, permitsCopying: Bool = true,
    outline: [OutlineEntry] = [], headings: [TaggedHeading] = []
  ) {
    self.pageCount = pageCount
    self.title = title
    self.producer = producer
    self.permitsCopying = permitsCopying
    self.outline = outline
    self.headings = headings
  }
}

/// What keeps a reader process from doing harm, as it found itself by trying.
public struct ReaderConfinement: Codable, Sendable, Hashable {
  /// The kernel's Landlock denies writing, and on newer kernels the network.
  public var hasLandlock: Bool
  /// The kernel's seccomp denies sockets, programs, processes and opening for writing.
  public var hasSeccomp: Bool
  /// What the reader could do although it must not, such as `sockets`; empty where all is well.
  public var permitted: [String]

  /// Puts a finding together.
  public init(hasLandlock: Bool, hasSeccomp: Bool, permitted: [String]) {
    self.hasLandlock = hasLandlock
    self.hasSeccomp = hasSeccomp
    self.permitted = permitted
  }
}

/// Why a reader could not do what it was asked.
public struct ReaderFailure: Codable, Sendable, Hashable, ExplainedError {
  /// What went wrong, for programs.
  public enum Code: String, Codable, Sendable {
    case encrypted, damaged
    case cannotOpen = "cannot-open"
    case noSuchPage = "no-such-page"
    case badRequest = "bad-request"
    case renderingFailed = "rendering-failed"
    /// Bytes that are no text in any known encoding.
    case noText = "no-text"
    /// One piece of the file alone is longer than a reply may be.
    case tooLarge = "too-large"
  }

  /// Decides what the program tells people.
  public var code: Code
  /// What the library said; its own words in English.
  public var message: BilingualText

  /// Takes the values as they are; nothing is checked.
  public init(code: Code, message: BilingualText) {
    self.code = code
    self.message = message
  }

  /// The same as `message`.
  public var text: BilingualText { message }
}

/// One answer of a reader process.
public enum ReaderReply: Sendable, Hashable {
  case info(DocumentInfo)
  case page(PageContent)
  case image([UInt8])
  case end
  case failure(ReaderFailure)
  case confinement(ReaderConfinement)
  /// The next blocks of a text file, in its order.
  case blocks([Block])
  /// What else a text file says; behind its last blocks.
  case text(TextSummary)
}

extension ReaderReply {
  private enum Kind: UInt8 { case info = 1, page, image, end, failure, confinement, blocks, text }

  /// The reply as a frame's payload: one byte for the kind, then the content.
  ///
  /// - Throws: What `JSONEncoder` throws.
  public func encoded() throws -> [UInt8] {
    switch self {
    case .info(let info): [Kind.info.rawValue] + [UInt8](try JSONEncoder().encode(info))
    case .page(let page): [Kind.page.rawValue] + page.encoded()
    case .image(let bytes): [Kind.image.rawValue] + bytes
    case .end: [Kind.end.rawValue]
    case .failure(let failure): [Kind.failure.rawValue] + [UInt8](try JSONEncoder().encode(failure))
    case .confinement(let found): [Kind.confinement.rawValue] + [UInt8](try JSONEncoder().encode(found))
    case .blocks(let blocks): [Kind.blocks.rawValue] + blocks.encoded()
    case .text(let summary): [Kind.text.rawValue] + [UInt8](try JSONEncoder().encode(summary))
    }
  }

  /// Reads what `encoded()` wrote.
  ///
  /// - Throws: `ProtocolError.malformed`.
  public init(encoded bytes: [UInt8]) throws {
    guard let first = bytes.first, let kind = Kind(rawValue: first) else {
      throw ProtocolError.malformed(BilingualText(en: "a reply of unknown kind", ja: "種類の分からない応答"))
    }
    // Pages are many and large: not copied.
    if kind == .page {
      self = .page(try PageContent(encoded: bytes, from: 1))
      return
    }
    let content = Array(bytes.dropFirst())
    switch kind {
    case .info: self = .info(try Self.json(content))
    case .page: self = .page(try PageContent(encoded: content))
    case .image: self = .image(content)
    case .end: self = .end
    case .failure: self = .failure(try Self.json(content))
    case .confinement: self = .confinement(try Self.json(content))
    case .blocks: self = .blocks(try [Block](encoded: content))
    case .text: self = .text(try Self.json(content))
    }
  }
}

extension ReaderReply {
  /// JSON from a process that may have been subverted: whatever is wrong with it is the reader's fault.
  private static func json<Value: Decodable>(_ bytes: [UInt8]) throws(ProtocolError) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(bytes))
    } catch {
      throw .malformed(BilingualText(en: "a reply of another form", ja: "形の違う応答"))
    }
  }
}

/// The other side of the pipe broke the protocol, is gone, or is too slow.
public enum ProtocolError: ExplainedError, Hashable {
  /// What was received is not what the protocol says.
  case malformed(BilingualText)
  /// The other process closed its end: it has died, or was told to stop.
  case closed
  case timedOut
  /// A system call failed, with `errno`.
  case failed(Int32)

  /// What the other side did, and what to do.
  public var text: BilingualText {
    switch self {
    case .malformed(let what):
      BilingualText(
        en: "the reader process gave nonsense: \(what.en); program and reader must be of the same build",
        ja: "読み取りプロセスの応答が正しくありません（\(what.ja)）。shikomi と shikomi-reader を同じ版にそろえてください")
    case .closed:
      BilingualText(
        en: "the reader process is gone; run again", ja: "読み取りプロセスが終了しました。もう一度実行してください")
    case .timedOut:
      BilingualText(
        en: "the reader process did not answer in time; run again",
        ja: "読み取りプロセスが時間内に応答しませんでした。もう一度実行してください")
    case .failed(let code):
      BilingualText(
        en: "the reader process cannot be reached (\(BilingualText(systemError: code).en))",
        ja: "読み取りプロセスと通信できません（\(BilingualText(systemError: code).ja)）")
    }
  }
}
