#include "Appearances.h"

#include <Array.h>
#include <Catalog.h>
#include <Dict.h>
#include <OptionalContent.h>

#include <algorithm>
#include <cmath>

namespace {

constexpr double pointsPerInch = 72;
// Annotations of a page beyond which nobody reads them, and those with words; fields above a field.
constexpr int mostAnnotations = 5000;
constexpr size_t mostWithWords = 500;
constexpr int mostParents = 32;
// Letters that all of a page draw together, fifty full pages, and how often it is asked whether that is enough: every ten
// instructions or so. Where they draw without an end, the page would be lost with them.
constexpr size_t mostLetters = 100'000;
constexpr size_t mostChecks = 100'000;
// Flags: not shown at all, and shown only in print.
constexpr int unseen = 1 << 1 | 1 << 5;
constexpr int password = 1 << 13;
constexpr int combo = 1 << 17;

// Nothing, or nothing but the mark that says how a text is encoded, and white.
bool isBlank(const Object &text) {
  if (!text.isString()) return true;
  const std::string &bytes = text.getString()->toStr();
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) {
    return byte == 0 || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\xfe' || byte == '\xff';
  });
}

// What a field has itself or from the one above it.
Object inherited(Dict *field, const char *key) {
  Object value = field->lookup(key);
  Object parent = field->lookup("Parent");
  for (int depth = 0; value.isNull() && parent.isDict() && depth < mostParents; depth++) {
    value = parent.dictLookup(key);
    parent = parent.dictLookup("Parent");
  }
  return value;
}

} // namespace

void Appearances::begin(Page &next, int nextNumber, const Drawing &drawing) {
  device.forget();
  page = &next;
  number = nextNumber;
  index = 0;
  list = next.getAnnotsObject(document.getXRef());
  beneath = std::make_unique<Grounds>(drawing);
  letters = found = checks = 0;
  isCutShort = false;
}

bool Appearances::next(page_appearance &appearance) {
  if (!page || !list.isArray()) return false;
  while (!isCutShort && index < list.arrayGetLength()) {
    if (index >= mostAnnotations) isCutShort = true;
    const Object annotation = list.arrayGet(index++);
    if (!annotation.isDict() || !isShown(annotation.getDict())) continue;
    const Object subtype = annotation.dictLookup("Subtype");
    if (!subtype.isName() || !isWordless(annotation.getDict(), subtype.getName())) continue;
    Object drawing = stream(annotation.getDict());
    if (!drawing.isStream()) continue;
    if (found >= mostWithWords) isCutShort = true;
    if (!isCutShort && draw(annotation.getDict(), drawing, appearance)) return true;
  }
  return false;
}

// Asked every ten instructions or so, and at the end.
bool Appearances::isEnough() { return ++checks > mostChecks || letters + device.letterCount() > mostLetters; }

bool Appearances::isShown(Dict *annotation) const {
  const Object flags = annotation->lookup("F");
  if (flags.isInt() && (flags.getInt() & unseen) != 0) return false;
  const Object &layer = annotation->lookupNF("OC");
  OCGs *layers = document.getCatalog()->getOptContentConfig();
  return layer.isNull() || !layers || layers->optContentIsVisible(&layer);
}

// Whether what it shows may stand nowhere else. A note's picture shows no words; a stamp has words besides its note's.
bool Appearances::isWordless(Dict *annotation, const std::string &subtype) {
  if (subtype == "Widget") {
    const Object type = inherited(annotation, "FT");
    if (type.isName("Sig")) {
      kind = "signature";
      return true;
    }
    const Object flags = inherited(annotation, "Ff");
    const int bits = flags.isInt() ? flags.getInt() : 0;
    // A password is shown as dots; a list shows all that there is to choose from, unless it is one that folds up.
    if (!(type.isName("Tx") && (bits & password) == 0) && !(type.isName("Ch") && (bits & combo) != 0)) return false;
    const Object value = inherited(annotation, "V");
    kind = "field";
    return value.isNull() || value.isString() && isBlank(value);
  }
  static const std::pair<const char *, const char *> kinds[] = {
      {"FreeText", "freeText"}, {"Stamp", "stamp"},   {"Line", "line"},       {"Square", "square"}, {"Circle", "circle"},
      {"Polygon", "polygon"},   {"PolyLine", "polygon"}, {"Watermark", "watermark"},
  };
  for (const auto &known : kinds) {
    if (subtype != known.first) continue;
    kind = known.second;
    return subtype == "Stamp" || isBlank(annotation->lookup("Contents"));
  }
  return false;
}

// Its usual appearance, of several the one that it is in.
Object Appearances::stream(Dict *annotation) const {
  const Object appearances = annotation->lookup("AP");
  if (!appearances.isDict()) return Object(objNull);
  Object usual = appearances.dictLookup("N");
  if (!usual.isDict()) return usual;
  const Object state = annotation->lookup("AS");
  return state.isName() ? usual.dictLookup(state.getName()) : Object(objNull);
}

bool Appearances::draw(Dict *annotation, Object &stream, page_appearance &appearance) {
  const Object rect = annotation->lookup("Rect");
  double sides[4];
  if (!rect.isArray() || rect.arrayGetLength() != 4) return false;
  for (int side = 0; side < 4; side++) {
    const Object value = rect.arrayGet(side);
    if (!value.isNum() || !std::isfinite(value.getNum())) return false;
    sides[side] = value.getNum();
  }
  const double x0 = std::min(sides[0], sides[2]), x1 = std::max(sides[0], sides[2]);
  const double y0 = std::min(sides[1], sides[3]), y1 = std::max(sides[1], sides[3]);
  if (x1 <= x0 || y1 <= y0) return false;
  device.forget();
  device.expect();
  device.takeOnlySeen(*beneath, mostLetters - letters);
  Dict *resources = new Dict(document.getXRef());
  const Object owner(resources);
  Gfx gfx(
      &document, &device, number, resources, pointsPerInch, pointsPerInch, page->getCropBox(), nullptr,
      page->getRotate(), [](void *data) { return static_cast<Appearances *>(data)->isEnough(); }, this);
  double ax, ay, bx, by;
  gfx.getState()->transform(x0, y0, &ax, &ay);
  gfx.getState()->transform(x1, y1, &bx, &by);
  gfx.drawAnnot(&stream, nullptr, nullptr, x0, y0, x1, y1, 0);
  device.endPage();
  isCutShort = isEnough();
  letters += device.letterCount();
  if (!device.text()->getFlows()) return false;
  found++;
  appearance = {kind.c_str(), float(std::min(ax, bx)), float(std::min(ay, by)), float(std::max(ax, bx)),
                float(std::max(ay, by))};
  return true;
}
