#include "Interpreter.h"

#include <Catalog.h>
#include <Dict.h>
#include <OptionalContent.h>

#include <algorithm>

namespace {

constexpr double pointsPerInch = 72;
// Pages ahead whose fonts are made together, and how many fonts at most.
constexpr int pagesAhead = 64;
constexpr size_t mostFonts = 256;

bool isSame(const PDFRectangle &one, const PDFRectangle &other) {
  return one.x1 == other.x1 && one.y1 == other.y1 && one.x2 == other.x2 && one.y2 == other.y2;
}

} // namespace

Interpreter::Interpreter(PDFDoc &document, PageDevice &device)
    : document(document), device(device),
      hasLayers(document.getCatalog()->getOptContentConfig() && document.getCatalog()->getOptContentConfig()->hasOCGs()) {}

bool Interpreter::read(Fonts &fonts, Page &page) {
  const Dict *resources = page.getResourceDict();
  if (!resources) return true;
  const Object named = resources->lookup("Font");
  if (!named.isDict()) return true;
  const Dict *dictionary = named.getDict();
  for (int index = 0; index < dictionary->getLength(); index++) {
    const Object &font = dictionary->getValNF(index);
    if (!font.isRef()) return false;
    fonts[dictionary->getKey(index)] = font.getRef();
  }
  return true;
}

bool Interpreter::add(const Fonts &more, Fonts &fonts) {
  const bool agrees = std::all_of(more.begin(), more.end(), [&](const auto &font) {
    const auto known = fonts.find(font.first);
    return known == fonts.end() || known->second == font.second;
  });
  if (agrees) fonts.insert(more.begin(), more.end());
  return agrees;
}

bool Interpreter::fits(Page &page, const Fonts &needed) const {
  return shared && rotation == page.getRotate() && isSame(box, *page.getCropBox()) &&
         std::all_of(needed.begin(), needed.end(), [&](const auto &font) {
           const auto known = fonts.find(font.first);
           return known != fonts.end() && known->second == font.second;
         });
}

// Makes an interpreter for a page and those after it that agree with it about what fonts are called.
void Interpreter::share(Page &page, int number, const Fonts &needed) {
  shared.reset();
  fonts = needed;
  box = *page.getCropBox();
  rotation = page.getRotate();
  for (int next = number + 1; next <= std::min(number + pagesAhead, document.getNumPages()); next++) {
    Fonts more;
    Page *following = document.getPage(next);
    if (!following || !read(more, *following) || fonts.size() + more.size() > mostFonts || !add(more, fonts)) break;
  }
  XRef *objects = document.getXRef();
  Dict *named = new Dict(objects);
  for (const auto &font : fonts) named->add(font.first.c_str(), Object(font.second));
  Dict *resources = new Dict(objects);
  const Object owner(resources);
  resources->add("Font", Object(named));
  shared = std::make_unique<Gfx>(
      &document, &device, number, resources, pointsPerInch, pointsPerInch, &box, nullptr, rotation);
}

// The page's own resources lie over those that are shared; without its fonts, which would be made again.
void Interpreter::runShared(Page &page, int number) {
  Dict *resources = new Dict(document.getXRef());
  const Object owner(resources);
  if (const Dict *own = page.getResourceDict()) {
    for (int index = 0; index < own->getLength(); index++) {
      if (std::string(own->getKey(index)) != "Font") resources->add(own->getKey(index), own->getValNF(index).copy());
    }
  }
  // What a page leaves undone is not the next one's: instructions to go back further than its start, a path.
  shared->getState()->clearPath();
  shared->pushResources(resources);
  shared->saveState();
  shared->pushStateGuard();
  device.startPage(number, shared->getState(), document.getXRef());
  Object contents = page.getContents();
  if (!contents.isNull()) shared->display(&contents);
  device.endPage();
  shared->popStateGuard();
  shared->restoreState();
  shared->popResources();
}

void Interpreter::run(Page &page, int number, size_t few_letters) {
  Fonts needed;
  if (!hasLayers && read(needed, page)) {
    if (!fits(page, needed)) share(page, number, needed);
    // Not before: an interpreter that comes or goes tells the device of pages too.
    device.expect(few_letters);
    runShared(page, number);
    return;
  }
  device.expect(few_letters);
  Gfx alone(
      &document, &device, number, page.getResourceDict(), pointsPerInch, pointsPerInch, page.getCropBox(), nullptr,
      page.getRotate());
  page.display(&alone);
  device.endPage();
}
