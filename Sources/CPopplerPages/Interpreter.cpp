#include "Interpreter.h"

#include <Array.h>
#include <Catalog.h>
#include <Dict.h>
#include <OptionalContent.h>
#include <Stream.h>

namespace {

constexpr double pointsPerInch = 72;
// Lots of fonts that lie over one another, and fonts in them, before an interpreter begins anew.
constexpr size_t mostLots = 64;
constexpr size_t mostFonts = 512;
// States to give back before a page's own: where one is given back too often, poppler leaves out the rest of the page.
// Hardly any page needs more than a few; the many cost as much as a page does.
constexpr size_t fewStates = 16;
constexpr size_t manyStates = 4096;

bool isSame(const PDFRectangle &one, const PDFRectangle &other) {
  return one.x1 == other.x1 && one.y1 == other.y1 && one.x2 == other.x2 && one.y2 == other.y2;
}

} // namespace

Interpreter::Interpreter(PDFDoc &document, PageDevice &device)
    : document(document), device(device),
      hasLayers(document.getCatalog()->getOptContentConfig() && document.getCatalog()->getOptContentConfig()->hasOCGs()),
      standIns(document.getXRef()) {}

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

void Interpreter::start(Page &page, int number) {
  shared.reset();
  fonts.clear();
  lots = 0;
  box = *page.getCropBox();
  rotation = page.getRotate();
  Dict *resources = new Dict(document.getXRef());
  const Object owner(resources);
  shared = std::make_unique<Gfx>(
      &document, &device, number, resources, pointsPerInch, pointsPerInch, &box, nullptr, rotation);
}

// Lays the fonts that are not there yet, or stand for others, over those that are. They stay for the pages to come.
void Interpreter::provide(const Fonts &needed) {
  XRef *objects = document.getXRef();
  Dict *named = new Dict(objects);
  Object dictionary(named);
  for (const auto &font : needed) {
    const auto known = fonts.find(font.first);
    if (known != fonts.end() && known->second == font.second) continue;
    named->add(font.first.c_str(), Object(font.second));
    fonts[font.first] = font.second;
  }
  if (named->getLength() == 0) return;
  Dict *resources = new Dict(objects);
  const Object owner(resources);
  resources->add("Font", std::move(dictionary));
  shared->pushResources(resources);
  lots++;
}

// The page's instructions, after states to spare and before the mark by which the device knows that it has come to the end.
void Interpreter::draw(Gfx &gfx, Page &page, size_t spareStates) {
  std::string first;
  for (size_t count = 0; count < spareStates; count++) first += "q ";
  const std::string last = std::string("\n/") + PageDevice::endMark + " MP\n";
  XRef *objects = document.getXRef();
  const auto stream = [objects](const std::string &text) {
    return Object(static_cast<Stream *>(
        new MemStream(text.data(), 0, Goffset(text.size()), Object(new Dict(objects)))));
  };
  instructions.clear();
  Array *all = new Array(objects);
  Object streams(all);
  all->add(stream(first));
  Object contents = page.getContents();
  if (contents.isArray()) {
    for (int index = 0; index < contents.arrayGetLength(); index++) {
      // poppler draws nothing of a page of which a part is missing.
      Object part = contents.arrayGet(index);
      if (spareStates <= fewStates || part.isStream()) all->add(instructions.plain(std::move(part), objects));
    }
  } else if (contents.isStream()) {
    all->add(instructions.plain(std::move(contents), objects));
  }
  all->add(stream(last));
  gfx.display(&streams);
}

Object Interpreter::resources(Page &page, bool withFonts) {
  Dict *result = new Dict(document.getXRef());
  Object owner(result);
  const Dict *own = page.getResourceDict();
  for (int index = 0; own && index < own->getLength(); index++) {
    const std::string key = own->getKey(index);
    if (key == "XObject")
      result->add(key.c_str(), standIns.of(own->getVal(index)));
    else if (withFonts || key != "Font")
      result->add(key.c_str(), own->getValNF(index).copy());
  }
  return owner;
}

// The page's own resources lie over those that are shared; without its fonts, which would be made again.
void Interpreter::runShared(Page &page, int number, size_t spareStates) {
  const Object own = resources(page, false);
  // What a page leaves undone is not the next one's: instructions to go back further than its start, a path.
  shared->getState()->clearPath();
  shared->pushResources(own.getDict());
  shared->saveState();
  shared->pushStateGuard();
  device.startPage(number, shared->getState(), document.getXRef());
  draw(*shared, page, spareStates);
  device.endPage();
  shared->popStateGuard();
  shared->restoreState();
  shared->popResources();
}

// Once more where the drawing stopped before its end.
void Interpreter::run(Page &page, int number) {
  interpret(page, number, fewStates);
  if (device.isDrawnToEnd()) return;
  device.forget();
  interpret(page, number, manyStates);
}

void Interpreter::interpret(Page &page, int number, size_t spareStates) {
  Fonts needed;
  if (!hasLayers && read(needed, page)) {
    const bool fits = shared && rotation == page.getRotate() && isSame(box, *page.getCropBox());
    if (!fits || lots >= mostLots || fonts.size() + needed.size() > mostFonts) start(page, number);
    provide(needed);
    // Not before: an interpreter that comes or goes tells the device of pages too.
    device.expect();
    runShared(page, number, spareStates);
    return;
  }
  device.expect();
  const Object own = resources(page, true);
  Gfx alone(
      &document, &device, number, own.getDict(), pointsPerInch, pointsPerInch, page.getCropBox(), nullptr,
      page.getRotate());
  alone.saveState();
  draw(alone, page, spareStates);
  device.endPage();
}
