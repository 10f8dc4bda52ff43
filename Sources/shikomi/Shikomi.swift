import Foundation
import Glibc

/// The program's door. Everything it does is a command (`Commands/`); what a command prints as its result goes to
/// standard output, all talk to standard error.
@main
struct Shikomi {
  static func main() async {
    // A reader that closes the pipe early (`shikomi ledger | head`) is no failure.
    signal(SIGPIPE, SIG_DFL)
    // A file that may not grow is an error to be told, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
    let program = Program(arguments: Array(CommandLine.arguments.dropFirst()))
    SecretArguments.hide()
    exit(await program.run())
  }
}
