#include "StandIns.h"

#include <Dict.h>
#include <Stream.h>

#include <algorithm>
#include <cstring>

namespace {

// Beyond these some file shares a list of all that it has among pages that need little of it.
constexpr int mostNamed = 200;
constexpr size_t mostKnown = 10'000;
// Bytes of a drawing that is looked through, and of all that are kept of a document.
constexpr size_t mostBytes = 1 << 20;
constexpr size_t mostKept = 4 << 20;
// Nobody gives back more states by mistake.
constexpr int mostSpare = 1000;

// Whether it is said, under either name, that what is there is a mask to paint through.
bool isMask(const Dict *picture, const char *name) {
  const Object value = picture->lookup(name);
  return !value.isNull() && !(value.isBool() && !value.getBool());
}

// How many more states than it took a drawing has given back at most, as far as its words tell: where one stands in a
// text or picture, a state more to spare does no harm.
int surplus(const std::string &text) {
  int open = 0, lowest = 0;
  const auto isWhite = [&text](size_t place) { return place >= text.size() || strchr(" \t\r\n\f", text[place]); };
  for (size_t place = 0; place < text.size(); place++) {
    if ((text[place] != 'q' && text[place] != 'Q') || !isWhite(place + 1) || (place > 0 && !isWhite(place - 1))) continue;
    open += text[place] == 'q' ? 1 : -1;
    lowest = std::min(lowest, open);
  }
  return -lowest;
}

} // namespace

Object StandIns::of(const Object &named) {
  if (!named.isDict() || named.dictGetLength() > mostNamed) return named.copy();
  Dict *result = new Dict(objects);
  Object owner(result);
  for (int index = 0; index < named.dictGetLength(); index++) {
    const Object &value = named.dictGetValNF(index);
    if (!value.isRef() || (known.size() >= mostKnown && known.find(value.getRef()) == known.end())) {
      result->add(named.dictGetKey(index), value.copy());
      continue;
    }
    auto found = known.find(value.getRef());
    if (found == known.end()) found = known.emplace(value.getRef(), standIn(value.fetch(objects))).first;
    result->add(named.dictGetKey(index), found->second.isNull() ? value.copy() : found->second.copy());
  }
  return owner;
}

Object StandIns::standIn(Object &&drawn) {
  if (!drawn.isStream()) return Object(objNull);
  const Object kind = drawn.streamGetDict()->lookup("Subtype");
  if (kind.isName("Image")) return outline(drawn);
  return kind.isName("Form") ? guarded(drawn) : Object(objNull);
}

// A picture of as many pixels, seen under the same conditions; null for what paints through a mask, or is not whole:
// poppler shows nothing then.
Object StandIns::outline(const Object &picture) const {
  const Dict *own = picture.streamGetDict();
  if (isMask(own, "ImageMask") || isMask(own, "IM")) return Object(objNull);
  Object width = own->lookup("Width"), height = own->lookup("Height");
  if (!width.isInt() || !height.isInt()) return Object(objNull);
  const bool tellsColors = picture.getStream()->getKind() == strJPX;
  if (!tellsColors && (!own->lookup("BitsPerComponent").isInt() || own->lookup("ColorSpace").isNull()))
    return Object(objNull);
  Dict *outline = new Dict(objects);
  Object owner(outline);
  outline->add("Subtype", Object(objName, "Image"));
  outline->add("Width", std::move(width));
  outline->add("Height", std::move(height));
  outline->add("BitsPerComponent", Object(1));
  outline->add("ColorSpace", Object(objName, "DeviceGray"));
  const Object &layer = own->lookupNF("OC");
  if (!layer.isNull()) outline->add("OC", layer.copy());
  return Object(static_cast<Stream *>(new MemStream("", 0, 0, std::move(owner))));
}

// A drawing with states before it that it may give back; null where it gives back none that it did not take.
Object StandIns::guarded(const Object &form) {
  if (textBytes >= mostKept) return Object(objNull);
  instructions.clear();
  const Object plain = instructions.plain(form.copy(), objects);
  Stream *stream = plain.getStream();
  std::string text;
  unsigned char piece[4096];
  stream->reset();
  while (text.size() <= mostBytes) {
    const int count = stream->doGetChars(sizeof piece, piece);
    if (count <= 0) break;
    text.append(reinterpret_cast<const char *>(piece), size_t(count));
  }
  stream->close();
  const int spare = text.size() > mostBytes ? 0 : std::min(surplus(text), mostSpare);
  if (spare == 0) return Object(objNull);
  std::string states;
  for (int count = 0; count < spare; count++) states += "q ";
  texts.push_back(states + text);
  const std::string &kept = texts.back();
  textBytes += kept.size();
  // Its place, resources and all else, but how it was compressed.
  Dict *own = form.streamGetDict()->copy(objects);
  own->remove("Filter");
  own->remove("DecodeParms");
  return Object(static_cast<Stream *>(new MemStream(kept.data(), 0, Goffset(kept.size()), Object(own))));
}
