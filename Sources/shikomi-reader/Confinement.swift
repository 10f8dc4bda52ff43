import CConfinement
import Glibc

/// What this process may not do, whatever a document makes it do.
enum Confinement {
  static func apply(_ options: ReaderOptions) {
    limit(__rlimit_resource_t(RLIMIT_AS.rawValue), options.memoryBytes)
    limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), 64)
    limit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), 0)
    limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
    // A library that tries to write gets an error, not a signal.
    signal(SIGXFSZ, SIG_IGN)
    _ = confine_process()
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
