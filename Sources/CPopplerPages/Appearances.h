#ifndef APPEARANCES_H
#define APPEARANCES_H

#include "CPopplerPages.h"
#include "PageDevice.h"

#include <Gfx.h>
#include <PDFDoc.h>
#include <Page.h>

#include <string>

/// What annotations show on a page and nobody has written anywhere else: the words of a signature, of a stamp, of a field
/// without a value. They are drawn one by one, on a device of their own.
class Appearances {
public:
  explicit Appearances(PDFDoc &document) : document(document) {}

  // Looks at a page's annotations from the first on.
  void begin(Page &page, int number);

  // Draws the next one whose words only its appearance has; false where there is none.
  bool next(page_appearance &appearance);

  // The words of the one that was drawn last.
  TextPage *text() const { return device.text(); }

private:
  PDFDoc &document;
  PageDevice device;
  Page *page = nullptr;
  Object list;
  int number = 0, index = 0;
  std::string kind;

  bool isShown(Dict *annotation) const;
  bool isWordless(Dict *annotation, const std::string &subtype);
  Object stream(Dict *annotation) const;
  bool draw(Dict *annotation, Object &stream, page_appearance &appearance);
};

#endif
