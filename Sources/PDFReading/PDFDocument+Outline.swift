import CPoppler
public import Records

extension PDFDocument {
  /// Entries and depth beyond which an outline is no help, and may have no end.
  private static let mostEntries = 10_000
  private static let deepest = 12
  private static let longestTitle = 500

  /// The outline (bookmarks), depth first; empty where there is none.
  public func outline() -> [OutlineEntry] {
    guard let iterator = poppler_index_iter_new(document) else { return [] }
    defer { poppler_index_iter_free(iterator) }
    var entries: [OutlineEntry] = []
    collect(iterator, level: 1, into: &entries)
    return entries
  }

  private func collect(_ iterator: OpaquePointer, level: Int, into entries: inout [OutlineEntry]) {
    repeat {
      guard entries.count < Self.mostEntries else { return }
      if let action = poppler_index_iter_get_action(iterator) {
        if let entry = entry(for: action, level: level) { entries.append(entry) }
        poppler_action_free(action)
      }
      if level < Self.deepest, let child = poppler_index_iter_get_child(iterator) {
        collect(child, level: level + 1, into: &entries)
        poppler_index_iter_free(child)
      }
    } while poppler_index_iter_next(iterator) != 0
  }

  private func entry(for action: UnsafeMutablePointer<PopplerAction>, level: Int) -> OutlineEntry? {
    guard let title = action.pointee.any.title.map({ String(cString: $0) }) else { return nil }
    let plain = title.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.longestTitle)
    guard !plain.isEmpty else { return nil }
    var entry = OutlineEntry(title: String(plain), level: level)
    if action.pointee.type == POPPLER_ACTION_GOTO_DEST, let place = place(of: action.pointee.goto_dest.dest) {
      entry.page = place.page
      entry.top = place.top
    }
    return entry
  }

  /// Where a link or an outline's entry leads: a URL, a file, or `#page=N`; nil for what is no place.
  func target(of action: UnsafeMutablePointer<PopplerAction>) -> String? {
    switch action.pointee.type {
    case POPPLER_ACTION_URI:
      return action.pointee.uri.uri.map { String(String(cString: $0).prefix(4_000)) }.flatMap { $0.isEmpty ? nil : $0 }
    case POPPLER_ACTION_GOTO_DEST:
      return place(of: action.pointee.goto_dest.dest).map { "#page=\($0.page)" }
    case POPPLER_ACTION_GOTO_REMOTE:
      return action.pointee.goto_remote.file_name.map { String(cString: $0) }
    default: return nil
    }
  }

  private func place(of destination: UnsafeMutablePointer<PopplerDest>?) -> (page: Int, top: Double?)? {
    guard let destination else { return nil }
    if destination.pointee.type == POPPLER_DEST_NAMED {
      guard let name = destination.pointee.named_dest,
        let found = poppler_document_find_dest(document, name)
      else { return nil }
      defer { poppler_dest_free(found) }
      return found.pointee.type == POPPLER_DEST_NAMED ? nil : place(of: found)
    }
    let number = Int(destination.pointee.page_num)
    guard number >= 1, number <= Int(poppler_document_get_n_pages(document)) else { return nil }
    guard destination.pointee.change_top != 0, let page = poppler_document_get_page(document, Int32(number - 1)) else {
      return (number, nil)
    }
    defer { g_object_unref(UnsafeMutableRawPointer(page)) }
    var (width, height) = (0.0, 0.0)
    poppler_page_get_size(page, &width, &height)
    let top = height - destination.pointee.top
    return (number, top.isFinite && top > -50 && top < height + 50 ? top : nil)
  }
}
