import Records

/// Cuts a walk over chunks into batches; of these alone anything is held.
struct BatchCutter {
  let size: Int
  private var batches: [StageBatch<GenerateStage.Input>] = []
  private var document: ContentHash?
  private var path = ""
  private var number = 0
  private var open: [ContentHash] = []

  init(size: Int) { self.size = size }

  mutating func add(_ chunk: Chunk) {
    if chunk.document != document {
      close()
      (document, path, number) = (chunk.document, chunk.path, 0)
    }
    open.append(chunk.id)
    number += 1
    if open.count == size { close() }
  }

  /// The batches that are cut so far; they are held no longer.
  mutating func take() -> [StageBatch<GenerateStage.Input>] {
    defer { batches = [] }
    return batches
  }

  mutating func finish() -> [StageBatch<GenerateStage.Input>] {
    close()
    return batches
  }

  /// Ends a batch before it is full.
  mutating func close() {
    guard let document, !open.isEmpty else { return }
    batches.append(
      StageBatch(
        scope: document.hex, name: GenerateStage.batchName(open),
        input: .init(document: document, chunks: (number - open.count)..<number), count: open.count, label: path))
    open = []
  }
}
