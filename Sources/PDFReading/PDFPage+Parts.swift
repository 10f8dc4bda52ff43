import CPoppler
import PageContent
import Records

extension PDFPage {
  /// Beyond these nobody reads a page; a hostile file may have millions.
  private static let mostParts = 5_000
  private static let longestText = 20_000

  /// Links, form fields and annotations, and whether anything lies on the page besides its content and links: a field, a
  /// note, a stamp. Costs little: nothing of it interprets the page's content.
  func parts() -> (parts: PageParts, hasMore: Bool) {
    let list = poppler_page_get_annot_mapping(page)
    defer { poppler_page_free_annot_mapping(list) }
    var annotations: [Annotation] = []
    var (hasMore, hasHiddenFields) = (false, false)
    each(of: list, as: PopplerAnnotMapping.self) { mapping in
      guard let annotation = mapping.annot else { return }
      let type = poppler_annot_get_annot_type(annotation)
      if type != POPPLER_ANNOT_LINK { hasMore = true }
      if type == POPPLER_ANNOT_WIDGET, Self.isHidden(annotation) { hasHiddenFields = true }
      if let note = self.note(annotation, of: type, in: mapping.area) { annotations.append(note) }
    }
    guard hasMore else { return (PageParts(links: links()), false) }
    let hidden = hasHiddenFields ? document.interpreter.hiddenFields(page: number) : []
    return (PageParts(links: links(), fields: fields(without: hidden), annotations: annotations), true)
  }

  private func links() -> [PageParts.Link] {
    let list = poppler_page_get_link_mapping(page)
    defer { poppler_page_free_link_mapping(list) }
    var links: [PageParts.Link] = []
    each(of: list, as: PopplerLinkMapping.self) { mapping in
      guard let action = mapping.action, let target = document.target(of: action) else { return }
      links.append(PageParts.Link(rect: placed(mapping.area), target: target))
    }
    return links
  }

  /// What people wrote there; nil for other annotations.
  private func note(_ annotation: OpaquePointer, of type: PopplerAnnotType, in area: PopplerRectangle) -> Annotation? {
    guard let kind = Self.kind(of: type), let text = PDFDocument.taken(poppler_annot_get_contents(annotation)) else {
      return nil
    }
    return Annotation(page: number, kind: kind, text: String(text.prefix(Self.longestText)), rect: placed(area))
  }

  private static func isHidden(_ annotation: OpaquePointer) -> Bool {
    let unseen = POPPLER_ANNOT_FLAG_HIDDEN.rawValue | POPPLER_ANNOT_FLAG_NO_VIEW.rawValue
    return poppler_annot_get_flags(annotation).rawValue & unseen != 0
  }

  /// The kinds in which people write; links, fields and the windows that notes open in are none.
  private static func kind(of type: PopplerAnnotType) -> String? {
    switch type {
    case POPPLER_ANNOT_TEXT: "text"
    case POPPLER_ANNOT_FREE_TEXT: "freeText"
    case POPPLER_ANNOT_HIGHLIGHT: "highlight"
    case POPPLER_ANNOT_UNDERLINE: "underline"
    case POPPLER_ANNOT_SQUIGGLY: "squiggly"
    case POPPLER_ANNOT_STRIKE_OUT: "strikeOut"
    case POPPLER_ANNOT_STAMP: "stamp"
    case POPPLER_ANNOT_CARET: "caret"
    case POPPLER_ANNOT_INK: "ink"
    case POPPLER_ANNOT_LINE: "line"
    case POPPLER_ANNOT_SQUARE: "square"
    case POPPLER_ANNOT_CIRCLE: "circle"
    case POPPLER_ANNOT_POLYGON, POPPLER_ANNOT_POLY_LINE: "polygon"
    default: nil
    }
  }

  /// The form's fields on the page but the hidden ones: what nobody sees on the page is no part of it, a message to programs
  /// would be among its text.
  private func fields(without hidden: Set<Int>) -> [FormField] {
    let list = poppler_page_get_form_field_mapping(page)
    defer { poppler_page_free_form_field_mapping(list) }
    guard list != nil else { return [] }
    let rotation = document.interpreter.rotation(page: number)
    var fields: [FormField] = []
    each(of: list, as: PopplerFormFieldMapping.self) { mapping in
      guard let field = mapping.field, !hidden.contains(Int(poppler_form_field_get_id(field))),
        let value = Self.value(of: field)
      else { return }
      let rect = placed(mapping.area, turnedBy: rotation)
      guard rect.x1 > 0, rect.y1 > 0, rect.x0 < width, rect.y0 < height else { return }
      let name =
        PDFDocument.taken(poppler_form_field_get_alternate_ui_name(field))
        ?? PDFDocument.taken(poppler_form_field_get_partial_name(field))
        // The buttons of a choice have their name together, one level up.
        ?? PDFDocument.taken(poppler_form_field_get_name(field)) ?? ""
      fields.append(
        FormField(page: number, name: name, value: String(value.prefix(Self.longestText)), rect: rect))
    }
    return fields
  }

  /// Nil for what holds no value: push buttons and signatures.
  private static func value(of field: OpaquePointer) -> String? {
    switch poppler_form_field_get_field_type(field) {
    case POPPLER_FORM_FIELD_TEXT:
      // Shown as dots.
      if poppler_form_field_text_is_password(field) != 0 { return "" }
      return PDFDocument.taken(poppler_form_field_text_get_text(field)) ?? ""
    case POPPLER_FORM_FIELD_BUTTON:
      guard poppler_form_field_button_get_button_type(field) != POPPLER_FORM_BUTTON_PUSH else { return nil }
      return poppler_form_field_button_get_state(field) != 0 ? "on" : "off"
    case POPPLER_FORM_FIELD_CHOICE:
      let count = min(poppler_form_field_choice_get_n_items(field), 10_000)
      let chosen = (0..<max(0, count)).filter { poppler_form_field_choice_is_item_selected(field, $0) != 0 }
      if chosen.isEmpty { return PDFDocument.taken(poppler_form_field_choice_get_text(field)) ?? "" }
      return chosen.compactMap { PDFDocument.taken(poppler_form_field_choice_get_item(field, $0)) }
        .joined(separator: ", ")
    default: return nil
    }
  }

  /// poppler counts from the bottom here, and from the top for text.
  private func placed(_ area: PopplerRectangle) -> Rect {
    Rect(
      x0: Self.finite(min(area.x1, area.x2)), y0: Self.finite(height - max(area.y1, area.y2)),
      x1: Self.finite(max(area.x1, area.x2)), y1: Self.finite(height - min(area.y1, area.y2)))
  }

  /// poppler-glib leaves fields where they lie before a page is turned, unlike links and notes.
  private func placed(_ area: PopplerRectangle, turnedBy rotation: Int) -> Rect {
    guard rotation != 0 else { return placed(area) }
    var turned = PopplerRectangle()
    switch rotation {
    case 90: (turned.x1, turned.y1, turned.x2, turned.y2) = (area.y1, height - area.x1, area.y2, height - area.x2)
    case 180:
      (turned.x1, turned.y1, turned.x2, turned.y2) = (
        width - area.x1, height - area.y1, width - area.x2, height - area.y2
      )
    default: (turned.x1, turned.y1, turned.x2, turned.y2) = (width - area.y1, area.x1, width - area.y2, area.x2)
    }
    return placed(turned)
  }

  /// Points by which the two ways to a field's place may differ.
  private static let sameSide = 1.0

  func isSame(_ one: Rect, _ other: Rect) -> Bool {
    abs(one.x0 - other.x0) < Self.sameSide && abs(one.y0 - other.y0) < Self.sameSide
      && abs(one.x1 - other.x1) < Self.sameSide && abs(one.y1 - other.y1) < Self.sameSide
  }

  private static func finite(_ value: Double) -> Double { value.isFinite ? max(-1e6, min(1e6, value)) : 0 }

  private func each<Mapping>(
    of list: UnsafeMutablePointer<GList>?, as type: Mapping.Type, _ take: (Mapping) -> Void
  ) {
    var node = list
    var count = 0
    while let current = node, count < Self.mostParts {
      if let data = current.pointee.data { take(data.assumingMemoryBound(to: Mapping.self).pointee) }
      node = current.pointee.next
      count += 1
    }
  }
}
