import Glibc

/// Arguments that other users of the machine must not see: everybody may list the arguments of every process.
enum SecretArguments {
  /// Overwrites the value of `--password` in the process's own list of arguments. To be called once, at the start, when
  /// the arguments have been copied and there is one thread.
  static func hide() {
    let count = Int(CommandLine.argc)
    var isSecret = false
    for index in 1..<max(1, count) {
      guard let argument = CommandLine.unsafeArgv[index] else { continue }
      if isSecret {
        memset(argument, hidden, strlen(argument))
      } else if strncmp(argument, "--password=", 11) == 0 {
        memset(argument + 11, hidden, strlen(argument + 11))
      }
      isSecret = strcmp(argument, "--password") == 0
    }
  }

  private static let hidden = Int32(UInt8(ascii: "*"))
}
