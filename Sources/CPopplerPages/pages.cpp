#include "Appearances.h"
#include "CPopplerPages.h"
#include "Grounds.h"
#include "Interpreter.h"

#include <Annot.h>
#include <Form.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>

struct pdf_pages {
  // Before the document: its tables have to be there as long as that is open.
  GlobalParamsIniter tables{nullptr};
  std::unique_ptr<PDFDoc> document;
  // One for all pages: it keeps what colour profiles have been turned into.
  PageDevice device;
  std::unique_ptr<Interpreter> interpreter;
  // Only where a page has annotations with words of their own.
  std::unique_ptr<Appearances> appearances;
  std::vector<page_character> characters;
  std::vector<std::string> fontNames;
  std::vector<page_style> styles;
  std::vector<int> hiddenFields;
};

namespace {

// poppler selects text between two corners, and loses what lies outside of them; these corners hold the largest page.
constexpr double everywhere = 1e9;

// An area that holds all of a text: letters that are drawings may have any size.
PDFRectangle wholeArea(const TextPage &text, bool fromRight) {
  double reach = everywhere;
  for (const TextFlow *flow = text.getFlows(); flow; flow = flow->getNext()) {
    for (const TextBlock *block = flow->getBlocks(); block; block = block->getNext()) {
      double x0, y0, x1, y1;
      block->getBBox(&x0, &y0, &x1, &y1);
      for (const double side : {x0, y0, x1, y1}) {
        if (std::isfinite(side)) reach = std::max(reach, 2 * std::abs(side));
      }
    }
  }
  return fromRight ? PDFRectangle(reach, -reach, -reach, reach) : PDFRectangle(-reach, -reach, reach, reach);
}

pdf_pages *ifOpen(std::unique_ptr<pdf_pages> pages) {
  return pages->document->isOk() ? pages.release() : nullptr;
}

// Writes characters one after another, and their styles as they come up.
class CharacterWriter {
public:
  explicit CharacterWriter(pdf_pages &pages) : pages(pages) {
    pages.characters.clear();
    pages.styles.clear();
    pages.fontNames.clear();
  }

  void add(const TextWordSelection &selection) {
    const TextWord *word = selection.getWord();
    const int rotation = word->getRotation();
    for (int index = selection.getBegin(); index < selection.getEnd(); index++) {
      const TextFontInfo *font = word->getFontInfo(index);
      if (font != lastFont || word->getFontSize() != lastSize || rotation != lastRotation)
        use(font, word->getFontSize(), rotation);
      double x0, y0, x1, y1;
      word->getCharBBox(index, &x0, &y0, &x1, &y1);
      pages.characters.push_back({float(x0), float(y0), float(x1), float(y1), *word->getChar(index), style});
    }
  }

  void part(uint32_t scalar) { pages.characters.push_back({0, 0, 0, 0, scalar, style}); }

  // Names are put in place last: until then they move.
  void finish() {
    for (size_t index = 0; index < pages.styles.size(); index++)
      pages.styles[index].font_name = pages.fontNames[index].c_str();
  }

private:
  pdf_pages &pages;
  const TextFontInfo *lastFont = nullptr;
  double lastSize = -1;
  int lastRotation = -1;
  uint32_t style = 0;
  std::vector<const TextFontInfo *> fonts;

  void use(const TextFontInfo *font, double size, int rotation) {
    lastFont = font;
    lastSize = size;
    lastRotation = rotation;
    // poppler counts fonts for vertical writing as turned once, as its lines are; their letters are not.
    const int turns = (rotation - font->getWMode()) & 3;
    // Pages have few styles, and the last ones come again.
    for (size_t back = fonts.size(); back > 0; back--) {
      const page_style &known = pages.styles[back - 1];
      if (fonts[back - 1] == font && known.size == size && known.quarter_turns == turns) {
        style = uint32_t(back - 1);
        return;
      }
    }
    const GooString *name = font->getFontName();
    style = uint32_t(fonts.size());
    fonts.push_back(font);
    pages.fontNames.push_back(name ? name->toStr() : "");
    pages.styles.push_back({nullptr, size, turns});
  }
};

// The characters of what has been interpreted, written to where a page's are kept.
page_text characters(pdf_pages &pages, TextPage *text, bool fromRight) try {
  CharacterWriter writer(pages);
  if (!text) return {};
  const PDFRectangle area = wholeArea(*text, fromRight);
  int lineCount = 0;
  std::vector<TextWordSelection *> **lines = text->getSelectionWords(&area, selectionStyleGlyph, &lineCount);
  for (int number = 0; lines && number < lineCount; number++) {
    const std::unique_ptr<std::vector<TextWordSelection *>> line(lines[number]);
    for (size_t index = 0; index < line->size(); index++) {
      const std::unique_ptr<TextWordSelection> selection((*line)[index]);
      writer.add(*selection);
      if (selection->getWord()->hasSpaceAfter() && index + 1 < line->size()) writer.part(' ');
    }
    if (number + 1 < lineCount) writer.part('\n');
  }
  gfree(lines);
  writer.finish();
  return {pages.characters.data(), pages.characters.size(), pages.styles.data(), pages.styles.size(),
          float(pages.device.mostExtent())};
} catch (...) {
  return {};
}

} // namespace

pdf_pages *open_pdf_bytes(const char *bytes, size_t count) try {
  auto pages = std::make_unique<pdf_pages>();
  pages->document = std::make_unique<PDFDoc>(new MemStream(bytes, 0, Goffset(count), Object(objNull)));
  return ifOpen(std::move(pages));
} catch (...) {
  return nullptr;
}

pdf_pages *open_pdf_file(const char *path, const char *password) try {
  auto pages = std::make_unique<pdf_pages>();
  const auto given = password ? std::optional<GooString>(password) : std::nullopt;
  pages->document = std::make_unique<PDFDoc>(std::make_unique<GooString>(path), given, given);
  return ifOpen(std::move(pages));
} catch (...) {
  return nullptr;
}

void close_pdf_pages(pdf_pages *pages) { delete pages; }

page_outcome interpret_page(pdf_pages *pages, int number) try {
  pages->device.forget();
  Page *page = pages->document->getPage(number);
  if (!page) return PAGE_UNREADABLE;
  if (!pages->interpreter) pages->interpreter = std::make_unique<Interpreter>(*pages->document, pages->device);
  pages->interpreter->run(*page, number);
  return PAGE_INTERPRETED;
} catch (const std::bad_alloc &) {
  pages->interpreter.reset();
  return PAGE_TOO_LARGE;
} catch (...) {
  pages->interpreter.reset();
  return PAGE_UNREADABLE;
}

page_text text_of_page(pdf_pages *pages, bool from_right) {
  return characters(*pages, pages->device.text(), from_right);
}

char *read_text_of_page(pdf_pages *pages, bool from_right) try {
  TextPage *page = pages->device.text();
  if (!page) return nullptr;
  const PDFRectangle area = wholeArea(*page, from_right);
  const std::unique_ptr<GooString> text(page->getSelectionText(&area, selectionStyleGlyph));
  return strdup(text->c_str());
} catch (...) {
  return nullptr;
}

page_drawing drawing_of_page(const pdf_pages *pages) {
  const Drawing &drawing = pages->device.drawing();
  const bool hasWhite = !drawing.white_letters.empty();
  const bool hasBare = hasWhite && Grounds(drawing).areLettersBare();
  const bool isBrokenOff = pages->device.text() && !pages->device.isDrawnToEnd();
  return {drawing.points.data(), drawing.paths.data(), drawing.paths.size(), drawing.is_cut_short,
          drawing.pictures.data(), drawing.pictures.size(), hasWhite, hasBare, drawing.has_inkless_letters,
          drawing.covers.data(), drawing.covers.size(),
          drawing.has_too_large_letters || drawing.has_scattered_letters || isBrokenOff};
}

int rotation_of_page(pdf_pages *pages, int number) try {
  const Page *page = pages->document->getPage(number);
  return page ? page->getRotate() : 0;
} catch (...) {
  return 0;
}

bool begin_appearances(pdf_pages *pages, int number) try {
  Page *page = pages->document->getPage(number);
  if (!page) return false;
  if (!pages->appearances) pages->appearances = std::make_unique<Appearances>(*pages->document);
  pages->appearances->begin(*page, number, pages->device.drawing());
  return true;
} catch (...) {
  return false;
}

bool next_appearance(pdf_pages *pages, page_appearance *appearance) try {
  return pages->appearances && pages->appearances->next(*appearance);
} catch (...) {
  pages->appearances.reset();
  return false;
}

page_text text_of_appearance(pdf_pages *pages) {
  return characters(*pages, pages->appearances ? pages->appearances->text() : nullptr, false);
}

bool are_appearances_cut_short(const pdf_pages *pages) {
  return pages->appearances && pages->appearances->areCutShort();
}

hidden_fields hidden_fields_of_page(pdf_pages *pages, int number) try {
  pages->hiddenFields.clear();
  Page *page = pages->document->getPage(number);
  const std::unique_ptr<FormPageWidgets> fields = page ? page->getFormWidgets() : nullptr;
  for (int index = 0; fields && index < fields->getNumWidgets(); index++) {
    FormWidget *field = fields->getWidget(index);
    const AnnotWidget *annotation = field->getWidgetAnnotation();
    if (annotation && (annotation->getFlags() & (Annot::flagHidden | Annot::flagNoView)) != 0)
      pages->hiddenFields.push_back(int(field->getID()));
  }
  return {pages->hiddenFields.data(), pages->hiddenFields.size()};
} catch (...) {
  return {nullptr, 0};
}
