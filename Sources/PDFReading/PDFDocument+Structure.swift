import CPoppler
public import PageContent

extension PDFDocument {
  /// Elements and depth beyond which a structure tree is not followed: it may be a hostile file's.
  private static let mostElements = 100_000
  private static let deepest = 64

  /// The headings that a tagged PDF's structure tree names, in its order; empty where there is no tree.
  ///
  /// Kinds and pages alone: asking an element for its text interprets its whole page again, 65 times the cost of the
  /// page's text in the middle of 87 tagged documents, and gives it in a broken encoding.
  public func taggedHeadings() -> [TaggedHeading] {
    guard let iterator = poppler_structure_element_iter_new(document) else { return [] }
    defer { poppler_structure_element_iter_free(iterator) }
    var walk = Walk()
    collect(iterator, depth: 1, into: &walk)
    return walk.headings
  }

  private struct Walk {
    var headings: [TaggedHeading] = []
    var elements = 0
    /// The level of a heading whose page is still to be found in what it holds.
    var open: Int?
  }

  private func collect(_ iterator: OpaquePointer, depth: Int, into walk: inout Walk) {
    repeat {
      walk.elements += 1
      guard walk.elements <= Self.mostElements, let element = poppler_structure_element_iter_get_element(iterator)
      else {
        return
      }
      if let level = Self.level(of: poppler_structure_element_get_kind(element)) { walk.open = level }
      let page = Int(poppler_structure_element_get_page(element))
      g_object_unref(UnsafeMutableRawPointer(element))
      if let level = walk.open, page >= 0 {
        walk.headings.append(TaggedHeading(page: page + 1, level: level))
        walk.open = nil
      }
      if depth < Self.deepest, let child = poppler_structure_element_iter_get_child(iterator) {
        collect(child, depth: depth + 1, into: &walk)
        poppler_structure_element_iter_free(child)
      }
    } while poppler_structure_element_iter_next(iterator) != 0
  }

  /// 1 to 6; nil for what is no heading.
  private static func level(of kind: PopplerStructureElementKind) -> Int? {
    switch kind {
    case POPPLER_STRUCTURE_ELEMENT_HEADING, POPPLER_STRUCTURE_ELEMENT_HEADING_1: 1
    case POPPLER_STRUCTURE_ELEMENT_HEADING_2: 2
    case POPPLER_STRUCTURE_ELEMENT_HEADING_3: 3
    case POPPLER_STRUCTURE_ELEMENT_HEADING_4: 4
    case POPPLER_STRUCTURE_ELEMENT_HEADING_5: 5
    case POPPLER_STRUCTURE_ELEMENT_HEADING_6: 6
    default: nil
    }
  }
}
