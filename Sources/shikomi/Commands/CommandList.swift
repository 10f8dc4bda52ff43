/// Every command, in the order of help. Adding one is adding a file and a line here.
enum CommandList {
  static let all: [any Command.Type] = [
    InitCommand.self,
    RunCommand.self,
    IngestCommand.self,
    ParseCommand.self,
    GenerateCommand.self,
    ImportCommand.self,
    CurateCommand.self,
    ExportCommand.self,
    TuneCommand.self,
    CompareCommand.self,
    RetrieveCommand.self,
    AskCommand.self,
    StudioCommand.self,
    StatusCommand.self,
    LedgerCommand.self,
    PurgeCommand.self,
    ScoreCommand.self,
    ModelCommand.self,
    BenchCommand.self,
    DoctorCommand.self,
  ]

  static func command(named name: String) -> (any Command.Type)? { all.first { $0.name == name } }
}
