import CConfinement
import Glibc
import PageContent

/// What this process may not do, whatever a document makes it do.
enum Confinement {
  /// - Returns: What the kernel took away.
  static func apply(_ options: ReaderOptions) -> ReaderConfinement {
    limit(__rlimit_resource_t(RLIMIT_AS.rawValue), options.memoryBytes)
    limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), options.openFiles)
    limit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), 0)
    limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
    // A library that tries to write gets an error, not a signal.
    signal(SIGXFSZ, SIG_IGN)
    let done = confine_process()
    return ReaderConfinement(
      hasLandlock: done & Int32(CONFINE_LANDLOCK) != 0, hasSeccomp: done & Int32(CONFINE_SECCOMP) != 0, permitted: [])
  }

  /// Tries what must not be possible any more.
  static func permitted() -> [String] {
    let found = find_permitted()
    let names = [
      (PERMITTED_WRITING, "writing"), (PERMITTED_MAKING_FILES, "making files"),
      (PERMITTED_REMOVING_FILES, "removing files"), (PERMITTED_SOCKETS, "sockets"), (PERMITTED_PROGRAMS, "programs"),
      (PERMITTED_PROCESSES, "processes"), (PERMITTED_SIGNALS, "signals"),
    ]
    return names.compactMap { found & Int32($0.0) == 0 ? nil : $0.1 }
  }

  /// Allows `seconds` more of processor time. Past it the kernel ends the process: there is no way to interrupt a
  /// library that is in an endless loop.
  static func limitProcessorTime(seconds: Int) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
    limit.rlim_cur = rlim_t(used + seconds + 1)
    setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
  }

  private static func limit(_ resource: __rlimit_resource_t, _ value: Int) {
    var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    setrlimit(resource, &limit)
  }
}
