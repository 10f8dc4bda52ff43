import Records

/// The history of the schema: a list that is only ever added to, recorded by name in the database.
enum Migrations {
  static let all: [(name: String, sql: String)] = [
    ("m001_initial", m001_initial),
    ("m002_revisions", m002_revisions), ("m003_versions", m003_versions),
    ("m004_accounts", m004_accounts), ("m005_tries", m005_tries),
    ("m006_import_tries", m006_import_tries), ("m007_contradictions", m007_contradictions),
    ("m008_judgements", m008_judgements), ("m009_fates", m009_fates),
    ("m010_kept_answers", m010_kept_answers),
  ]

  static func apply(to connection: Connection, path: String) throws {
    try connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")
    var applied: Set<String> = []
    try connection.withStatement("SELECT name FROM migrations", []) { statement in
      while try statement.step() { applied.insert(statement.text(0)) }
    }
    let unknown = applied.subtracting(all.map(\.name))
    guard unknown.isEmpty else {
      throw StoreError(
        kind: .newer, attempt: StoreError.opening,
        message: BilingualText(
          en: "it was written by a newer version (\(unknown.sorted().joined(separator: ", ")))",
          ja: "新しい版の shikomi が書いたものです（\(unknown.sorted().joined(separator: "、"))）"), path: path)
    }
    for migration in all where !applied.contains(migration.name) {
      try connection.transaction("IMMEDIATE") {
        // Another process may have been quicker while this one waited for the lock.
        let known = try connection.withStatement("SELECT 1 FROM migrations WHERE name = ?", [migration.name]) {
          try $0.step()
        }
        guard !known else { return }
        try connection.execute(migration.sql)
        try connection.withStatement("INSERT INTO migrations (name) VALUES (?)", [migration.name]) { _ = try $0.step() }
      }
    }
  }
}

// JSON stands in columns that are always read whole; what is searched, sorted or joined has a column of its own.
private let m001_initial = """
  -- What corpora/ looked like at the last look: unchanged size, times and inode mean that nobody need read the file.
  CREATE TABLE files (
    path TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;
  CREATE INDEX files_by_document ON files (document);

  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    warnings TEXT NOT NULL,
    clean TEXT NOT NULL,
    -- 0 when no file holds this content any more.
    current INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE pages (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    rotation INTEGER NOT NULL,
    PRIMARY KEY (document, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE blocks (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    page INTEGER NOT NULL,
    kind TEXT NOT NULL,
    level INTEGER,
    text TEXT NOT NULL,
    cells TEXT,
    rects TEXT NOT NULL,
    boxes BLOB NOT NULL,
    PRIMARY KEY (document, position)
  ) STRICT;

  CREATE TABLE chunks (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    pages TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    context TEXT NOT NULL,
    language TEXT NOT NULL,
    -- 0 when the document is chunked otherwise now.
    current INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX chunks_by_document ON chunks (document, position);

  CREATE TABLE pairs (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    chunk TEXT NOT NULL REFERENCES chunks (id) ON DELETE CASCADE,
    -- Order within what was written for the chunk.
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    language TEXT NOT NULL,
    type TEXT NOT NULL,
    difficulty INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    fact TEXT NOT NULL,
    variant_of TEXT,
    answerable INTEGER NOT NULL,
    scores TEXT NOT NULL,
    generator TEXT NOT NULL,
    -- Hash of the options, templates and model that wrote it.
    provenance TEXT NOT NULL,
    -- 0 when other options have written other pairs since, and nobody had reviewed this one.
    current INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pairs_by_chunk ON pairs (chunk, position);
  CREATE INDEX pairs_by_document ON pairs (document);

  CREATE TABLE review_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    pair TEXT NOT NULL REFERENCES pairs (id),
    action TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    time REAL NOT NULL,
    reason TEXT,
    question TEXT,
    answer TEXT
  ) STRICT;
  CREATE INDEX review_events_by_pair ON review_events (pair, number);

  -- Holds a row only inside the transaction of a purge, the one act that may take events away.
  CREATE TABLE purge_permit (document TEXT PRIMARY KEY) STRICT;
  CREATE TRIGGER review_events_no_update BEFORE UPDATE ON review_events
    BEGIN SELECT RAISE(ABORT, 'review events are never changed'); END;
  CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events
    WHEN NOT EXISTS (SELECT 1 FROM purge_permit)
    BEGIN SELECT RAISE(ABORT, 'review events are never deleted'); END;

  -- The fold over a pair's events, kept beside them for lists; can be made again from them at any time.
  CREATE TABLE pair_states (
    pair TEXT PRIMARY KEY REFERENCES pairs (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    reviewer TEXT,
    reason TEXT,
    question TEXT,
    answer TEXT
  ) STRICT;

  CREATE TABLE datasets (
    number INTEGER PRIMARY KEY,
    -- Hash of everything that the version was made from.
    inputs TEXT NOT NULL,
    -- Hash of its files.
    content TEXT NOT NULL,
    seed INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE dataset_members (
    dataset INTEGER NOT NULL REFERENCES datasets (number) ON DELETE CASCADE,
    pair TEXT NOT NULL,
    document TEXT NOT NULL,
    split TEXT NOT NULL,
    PRIMARY KEY (dataset, pair)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX dataset_members_by_document ON dataset_members (document);

  CREATE TABLE adapters (
    name TEXT PRIMARY KEY,
    dataset INTEGER NOT NULL,
    model TEXT NOT NULL,
    inputs TEXT NOT NULL,
    summary TEXT NOT NULL
  ) STRICT;

  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    command TEXT NOT NULL,
    started REAL NOT NULL,
    ended REAL,
    outcome TEXT,
    options TEXT NOT NULL
  ) STRICT;

  -- An arm's answer to a test question; `arm_key` hashes whatever the answer depends on.
  CREATE TABLE answers (
    arm_key TEXT NOT NULL,
    pair TEXT NOT NULL,
    arm TEXT NOT NULL,
    prediction TEXT NOT NULL,
    PRIMARY KEY (arm_key, pair)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE scores (
    comparison TEXT NOT NULL,
    arm TEXT NOT NULL,
    split TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    low REAL,
    high REAL,
    n INTEGER NOT NULL,
    PRIMARY KEY (comparison, arm, split, metric)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ledger (
    number INTEGER PRIMARY KEY,
    stage TEXT NOT NULL,
    -- The stage's input that it belongs to: doing that input again replaces its entries.
    input TEXT NOT NULL,
    item TEXT NOT NULL,
    document TEXT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ledger_by_input ON ledger (stage, input);

  -- Content that somebody purged: it is not taken in again by itself, though the file may still lie in corpora/.
  CREATE TABLE purged (document TEXT PRIMARY KEY) STRICT;

  -- Work done, written in the same transaction as its result.
  CREATE TABLE marks (
    stage TEXT NOT NULL,
    input TEXT NOT NULL,
    options TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (stage, input)
  ) STRICT, WITHOUT ROWID;
  """

// A file's content that took the place of another, and since when a passage is out of use, counted in review events:
// whoever decides about a pair later than that has seen it without its passage.
private let m002_revisions = """
  ALTER TABLE documents ADD COLUMN stale_since INTEGER;
  ALTER TABLE chunks ADD COLUMN stale_since INTEGER;
  UPDATE documents SET stale_since = (SELECT coalesce(max(number), 0) FROM review_events) WHERE NOT current;
  UPDATE chunks SET stale_since = (SELECT coalesce(max(number), 0) FROM review_events) WHERE NOT current;

  -- The number of the event that the state comes from; 0 where none stands.
  ALTER TABLE pair_states ADD COLUMN event INTEGER NOT NULL DEFAULT 0;
  UPDATE pair_states SET event =
    (SELECT coalesce(max(number), 0) FROM review_events WHERE review_events.pair = pair_states.pair);

  -- A file held `earlier` and holds `later` now, which need not have been read yet.
  CREATE TABLE revisions (
    earlier TEXT PRIMARY KEY,
    later TEXT NOT NULL
  ) STRICT;
  CREATE INDEX revisions_by_later ON revisions (later);

  -- What a new content changed, beside the latest one before it that could be read.
  CREATE TABLE differences (
    document TEXT PRIMARY KEY,
    -- Counts up with every difference that is found.
    number INTEGER NOT NULL,
    difference TEXT NOT NULL
  ) STRICT;
  """

private let m003_versions = """
  -- What blocks and documents have beyond text and place, as JSON; NULL where there is nothing.
  ALTER TABLE blocks ADD COLUMN details TEXT;
  ALTER TABLE documents ADD COLUMN details TEXT;
  -- The section around a chunk.
  ALTER TABLE chunks ADD COLUMN section TEXT;

  -- What comparing a document with all others needs.
  CREATE TABLE traits (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    traits TEXT NOT NULL
  ) STRICT;

  -- Documents that a newer version stands for: kept, but neither asked about nor retrieved.
  CREATE TABLE versions (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    newest TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    similarity REAL NOT NULL,
    reason TEXT NOT NULL,
    -- The number of the latest review event then.
    since INTEGER NOT NULL
  ) STRICT;
  """

private let m004_accounts = """
  -- The chunk that something left out belongs to: what a chunk without pairs failed by.
  ALTER TABLE ledger ADD COLUMN chunk TEXT;
  -- The file that a pair made elsewhere came from; NULL for generated ones.
  ALTER TABLE pairs ADD COLUMN origin TEXT;
  """

private let m005_tries = """
  -- All that was tried for a chunk, passed or failed, with what every gate measured: `pairs` are what thresholds make of it.
  CREATE TABLE tries (
    chunk TEXT PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- The input of generation that it was part of.
    batch TEXT NOT NULL,
    -- Hash of the options, templates and model that made it.
    provenance TEXT NOT NULL,
    tried TEXT NOT NULL
  ) STRICT;
  CREATE INDEX tries_by_batch ON tries (batch);
  CREATE INDEX tries_by_document ON tries (document);
  """

private let m006_import_tries = """
  -- The same of pairs made elsewhere, by the file that they came from.
  CREATE TABLE import_tries (
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    chunk TEXT NOT NULL REFERENCES chunks (id) ON DELETE CASCADE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    provenance TEXT NOT NULL,
    tried TEXT NOT NULL,
    PRIMARY KEY (file, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX import_tries_by_document ON import_tries (document);
  CREATE INDEX import_tries_by_chunk ON import_tries (chunk);
  """

private let m007_contradictions = """
  -- Pairs of different documents that answer nearly the same question otherwise, as the latest version was curated.
  CREATE TABLE contradictions (
    one TEXT NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    similarity REAL NOT NULL,
    PRIMARY KEY (one, other)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contradictions_by_other ON contradictions (other);
  """

private let m008_judgements = """
  -- What a judge said of a pair: no judge is asked twice.
  CREATE TABLE judgements (
    pair TEXT NOT NULL,
    -- Hash of the model and of what it is asked.
    judge TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    measure TEXT NOT NULL,
    PRIMARY KEY (pair, judge)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX judgements_by_document ON judgements (document);
  """

// What totals are made of: whatever came in has a fate of its own.
private let m009_fates = """
  -- The pair that a record made elsewhere stands for; NULL where the gates refuse it or its file has the pair before.
  ALTER TABLE import_tries ADD COLUMN pair TEXT;
  UPDATE import_tries SET pair = json_extract(tried, '$.pair.id') WHERE json_extract(tried, '$.isAdmitted')
    AND NOT EXISTS (SELECT 1 FROM import_tries o WHERE o.file = import_tries.file AND o.position < import_tries.position
      AND json_extract(o.tried, '$.pair.id') = json_extract(import_tries.tried, '$.pair.id'));
  CREATE INDEX import_tries_by_pair ON import_tries (pair, file);
  -- The latest dataset version for which the pair was looked at; NULL where that never was, or where what it was left out
  -- for is gone.
  ALTER TABLE pairs ADD COLUMN curated INTEGER;
  """

private let m010_kept_answers = """
  -- What a model has answered for a batch of generation that is not done yet: nobody pays for it twice.
  CREATE TABLE kept_answers (
    batch TEXT NOT NULL,
    -- Hash of the model's name and of all that it was asked with.
    request TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    reply TEXT NOT NULL,
    PRIMARY KEY (batch, request)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX kept_answers_by_document ON kept_answers (document);
  """
