public import Foundation
import Glibc
import Records

/// `bench pdf DIR`: how fast documents are read with everything that `parse` gives.
public struct PDFBenchmark: Codable, Sendable {
  /// PDFs that were tried, those that failed included.
  public var documents = 0
  /// PDFs that could not be read.
  public var failed = 0
  /// Pages of the PDFs that were read.
  public var pages = 0
  /// Pages that were interpreted more than once: because of annotations, or to see what a picture covers.
  public var pagesInterpretedAgain = 0
  /// Unicode scalars in the text of all blocks, headers and footers included.
  public var characters = 0
  /// Wall time for all files, hashing and layout included.
  public var seconds = 0.0
  /// Pages by wall time, all readers together; 0 when no time has passed.
  public var pagesPerSecond = 0.0
  /// Processes that read at a time.
  public var readers: Int
  /// The most memory that this program held, in bytes.
  public var peakProgramBytes = 0
  /// The most memory that one reader process held, in bytes.
  public var peakReaderBytes = 0

  /// Reads all PDFs below a folder with a pool of its own.
  ///
  /// - Throws: `ReaderStartFailure`; an error of the file system when the folder cannot be read.
  public static func run(directory: URL, executable: URL, readers: Int = 1) async throws -> PDFBenchmark {
    var result = PDFBenchmark(readers: readers)
    let files = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
      .filter { $0.lowercased().hasSuffix(".pdf") }.sorted().map { directory.appendingPathComponent($0) }
    let clock = ContinuousClock()
    let start = clock.now
    try await read(files, executable: executable, into: &result)
    let elapsed = start.duration(to: clock.now).components
    result.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    result.pagesPerSecond = result.seconds > 0 ? Double(result.pages) / result.seconds : 0
    result.peakProgramBytes = peakMemory()
    return result
  }

  private init(readers: Int) { self.readers = readers }

  private static func read(_ files: [URL], executable: URL, into result: inout PDFBenchmark) async throws {
    let pool = ReaderPool(executable: executable, count: result.readers)
    defer {
      result.peakReaderBytes = pool.peakReaderBytes
      result.pagesInterpretedAgain = pool.pagesInterpretedAgain
    }
    let library = DocumentLibrary(pool: pool)
    var rest = files.makeIterator()
    try await withThrowingTaskGroup(of: (pages: Int, characters: Int)?.self) { group in
      func next() {
        guard let file = rest.next() else { return }
        group.addTask { try await measure(file, library) }
      }
      for _ in 0..<result.readers { next() }
      while let measured = try await group.next() {
        result.documents += 1
        result.failed += measured == nil ? 1 : 0
        result.pages += measured?.pages ?? 0
        result.characters += measured?.characters ?? 0
        next()
      }
    }
  }

  private static func measure(_ file: URL, _ library: DocumentLibrary) async throws -> (Int, Int)? {
    do {
      let source = try DocumentLibrary.sourceFile(at: file, path: file.lastPathComponent)
      let document = try await library.read(file, as: source)
      return (document.pages.count, document.blocks.reduce(0) { $0 + $1.text.unicodeScalars.count })
    } catch is UnreadableDocument {
      return nil
    }
  }

  private static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
