import CLibFuzzer
import Foundation

// parser-fuzzing PARSER [option of libFuzzer…] CORPUS…
// A crash, a broken promise or more than the allowed time or memory ends it; the input that did it stays in a file.

guard let name = CommandLine.arguments.dropFirst().first, let parser = FuzzedParser(rawValue: name) else {
  let names = FuzzedParser.allCases.map(\.rawValue).joined(separator: " ")
  FileHandle.standardError.write(Data("usage: parser-fuzzing PARSER [option…] CORPUS…\nparsers: \(names)\n".utf8))
  exit(64)
}
FuzzedParser.chosen = parser

var count = CommandLine.argc - 1
// libFuzzer's options begin where the parser's name stood.
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
  FuzzedParser.chosen.read(bytes.map { Data(bytes: $0, count: size) } ?? Data())
  return 0
}
exit(status)
