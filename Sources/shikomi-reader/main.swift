import CConfinement
import Foundation
import Glibc
import PDFReading
import PageContent

// The reader process: reads requests from its standard input, a socket, and answers there. It is started by the
// program `shikomi`, never by people, and ends when the other side closes the socket.

close_inherited_files()
let options = ReaderOptions(CommandLine.arguments.dropFirst())
guard let channel = ReaderChannel.takeOverStandardInput() else {
  FileHandle.standardError.write(
    Data("shikomi-reader is a part of shikomi and is started by it; use: shikomi parse FILE\n".utf8))
  exit(2)
}
let confinement = Confinement.apply(options)
let server = RequestServer(channel: channel, options: options, confinement: confinement)
server.run()
