#ifndef APPEARANCES_H
#define APPEARANCES_H

#include "CPopplerPages.h"
#include "Grounds.h"
#include "PageDevice.h"

#include <Gfx.h>
#include <PDFDoc.h>
#include <Page.h>

#include <memory>
#include <string>

/// What annotations show on a page and nobody has written anywhere else: the words of a signature, of a stamp, of a field
/// without a value. They are drawn one by one, on a device of their own.
class Appearances {
public:
  explicit Appearances(PDFDoc &document) : document(document) {}

  // Looks at a page's annotations from the first on, over what the page itself drew.
  void begin(Page &page, int number, const Drawing &beneath);

  // Draws the next one whose words only its appearance has; false where there is none.
  bool next(page_appearance &appearance);

  // Whether some were not drawn, or not to their end, because there is too much of them.
  bool areCutShort() const { return isCutShort; }

  // The words of the one that was drawn last: those that people see.
  TextPage *text() const { return device.text(); }

private:
  PDFDoc &document;
  PageDevice device;
  Page *page = nullptr;
  Object list;
  int number = 0, index = 0;
  std::string kind;
  std::unique_ptr<Grounds> beneath;
  // What those of a page took by now.
  size_t letters = 0, found = 0, checks = 0;
  bool isCutShort = false;

  bool isShown(Dict *annotation) const;
  bool isWordless(Dict *annotation, const std::string &subtype);
  Object stream(Dict *annotation) const;
  bool isEnough();
  bool draw(Dict *annotation, Object &stream, page_appearance &appearance);
};

#endif
