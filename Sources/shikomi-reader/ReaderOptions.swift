import Glibc
import PageContent

/// The limits that the program gives on the command line.
struct ReaderOptions {
  var memoryBytes = 1 << 30
  var cpuSeconds = 8
  var openFiles = 64
  var pageBytes = 32 << 20

  init(_ arguments: some Sequence<String>) {
    var rest = arguments.makeIterator()
    while let name = rest.next(), let value = rest.next().flatMap(Int.init) {
      switch name {
      case "--memory": memoryBytes = value
      case "--cpu": cpuSeconds = value
      case "--files": openFiles = value
      case "--page-bytes": pageBytes = value
      default: break
      }
    }
  }
}

/// The socket to the program.
enum ReaderChannel {
  /// Moves the socket out of the way of libraries that print: what they write goes to standard error.
  ///
  /// Nil when standard input is not a socket.
  static func takeOverStandardInput() -> FrameChannel? {
    var status = stat()
    guard fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    let socket = fcntl(0, F_DUPFD_CLOEXEC, 3)
    guard socket >= 0 else { return nil }
    let nothing = open("/dev/null", O_RDONLY)
    dup2(nothing, 0)
    dup2(2, 1)
    close(nothing)
    return FrameChannel(descriptor: socket)
  }
}
