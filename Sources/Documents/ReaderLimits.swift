/// How much a reader process may use. A file can be made to never end, so there is no reading without limits.
public struct ReaderLimits: Sendable, Hashable {
  /// Wall time for one request, in seconds.
  public var wallSeconds: Double
  /// Wall time from one page to the next, in seconds: a page that never ends is found long before a long document is
  /// taken for one.
  public var pageSeconds: Double
  /// Processor time for opening a file, and again for each page, in seconds.
  public var cpuSeconds: Int
  /// Wall time that all pages together may cost which cannot be read, in seconds. A file that needs more is given up.
  public var lostSeconds = 16.0
  /// Address space of the process, in bytes.
  public var memoryBytes: Int
  /// Files that the process may hold open.
  public var openFiles = 64
  /// Longest reply about one page, in bytes: 1.4 million characters.
  public var pageBytes = 32 << 20
  /// All replies about one file, in bytes: 11 million characters of a PDF.
  public var fileBytes = 256 << 20
  /// Longest text file, in bytes: 11 million characters of Japanese. Larger ones are tables that belong in a database.
  public var textBytes = 32 << 20
  /// Blocks of one text file: as many as the longest PDF may have.
  public var blocks = 200_000
  /// Longest picture of a page, in bytes.
  public var imageBytes = 128 << 20
  /// Pages of one file.
  public var pages = 20_000
  /// Requests after which a process is replaced, so that nothing that a library leaks can add up.
  public var requestsPerProcess: Int

  /// Memory above which a process is replaced once it has answered: libraries keep fonts and pages of one file while they
  /// read the next.
  public var idleMemoryBytes = 64 << 20

  /// By default 10 minutes, 12 seconds and 8 seconds of processor time a page, 1 GiB, and a new process after 200
  /// requests.
  public init(
    wallSeconds: Double = 600, pageSeconds: Double = 12, cpuSeconds: Int = 8, memoryBytes: Int = 1 << 30,
    requestsPerProcess: Int = 200
  ) {
    self.wallSeconds = wallSeconds
    self.pageSeconds = pageSeconds
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.requestsPerProcess = requestsPerProcess
  }

  /// Those for the rest of a file with a page that broke its reader: whatever breaks another one does so quickly.
  var afterLoss: ReaderLimits {
    var limits = self
    limits.pageSeconds = min(pageSeconds, 5)
    limits.cpuSeconds = min(cpuSeconds, 2)
    return limits
  }
}
