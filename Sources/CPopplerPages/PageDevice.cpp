#include "PageDevice.h"

#include "Grounds.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

// Points of paths that are looked at on a page; beyond, the page is a drawing. Pictures whose places are kept.
constexpr size_t most_points = 200'000;
constexpr size_t most_pictures = 10'000;
// Page lengths that a letter may be wide or high: nobody makes out a larger one, and its box covers everything else. On a
// label that is small itself, points.
constexpr double most_lengths = 2;
constexpr double least_extent = 144;
// Stretches of letters, each beginning away from where the one before ended, that are put in order: five times as many as
// a table of figures has on a full page. poppler takes twice the letters four times as long, and from here on seconds.
constexpr size_t most_stretches = 25'000;
// How many times its own advance a letter stands away at least that begins a stretch; a word space is one or two.
constexpr double apart = 8;
// Pixels up to which a picture is a dotted line or a ground, which office programs draw so.
constexpr int small = 64;

// Nobody sees what is painted with this little of a colour, or in this little of one.
constexpr double faintest = 0.05;
constexpr double white = 0.98;
// What is painted with as much shows nothing of what lies below.
constexpr double opaque = 0.9;
// White on a ground that is this bright is not made out.
constexpr double pale = 0.9;

bool isWhite(const GfxRGB &color, double opacity) {
  return opacity < faintest || (colToDbl(color.r) > white && colToDbl(color.g) > white && colToDbl(color.b) > white);
}

bool isPale(const GfxRGB &color, double opacity) {
  return opacity * (3 - colToDbl(color.r) - colToDbl(color.g) - colToDbl(color.b)) < 3 * (1 - pale);
}

// Fonts whose letters are drawings may draw them on their heads and turn them over themselves. Of text that is itself turned
// poppler then takes the wrong side for its top, and reads it from the end: the turn is told as if the drawings stood.
class StraightenedText {
public:
  explicit StraightenedText(GfxState *state) : state(state) {
    const std::shared_ptr<GfxFont> &font = state->getFont();
    if (!font || font->getType() != fontType3) return;
    const double *drawing = font->getFontMatrix();
    double m[4];
    state->getFontTransMat(&m[0], &m[1], &m[2], &m[3]);
    const bool isUpright = m[0] > 0 && std::abs(m[0] * m[3]) > std::abs(m[1] * m[2]);
    // A text that is itself a mirror's picture sets such drawings on their feet, and poppler sees that.
    const bool isMirrored = m[0] * m[3] - m[1] * m[2] > 0;
    if (isUpright || isMirrored || drawing[0] * drawing[3] >= 0) return;
    is_turned = true;
    turnOver();
  }
  ~StraightenedText() {
    if (is_turned) turnOver();
  }
  StraightenedText(const StraightenedText &) = delete;
  StraightenedText &operator=(const StraightenedText &) = delete;

private:
  GfxState *state;
  bool is_turned = false;

  void turnOver() {
    const double *text = state->getTextMat();
    state->setTextMat(text[0], text[1], -text[2], -text[3], text[4], text[5]);
  }
};

// Turns of a coordinate system are hardly ever exact.
bool isNone(double value) { return std::abs(value) < 1e-6; }

// Whether a path goes round one box, and no more.
bool isBox(const GfxPath &path) {
  if (path.getNumSubpaths() != 1) return false;
  const GfxSubpath *sides = path.getSubpath(0);
  const int count = sides->getNumPoints();
  if (count != 4 && count != 5) return false;
  for (int index = 0; index + 1 < count; index++) {
    if (sides->getCurve(index)) return false;
    if (sides->getX(index) != sides->getX(index + 1) && sides->getY(index) != sides->getY(index + 1)) return false;
  }
  return true;
}

page_point onPage(const GfxState *state, double x, double y) {
  double pageX, pageY;
  state->transform(x, y, &pageX, &pageY);
  return {float(pageX), float(pageY), false};
}

bool isDownwards(const GfxState *state) {
  const std::shared_ptr<GfxFont> &font = state->getFont();
  return font && font->getWMode() != 0;
}

// Takes the white that the page puts after a letter off its advance: there may be any amount of it.
void takeOffSpace(const GfxState *state, const Unicode *u, int uLen, double &dx, double &dy) {
  const double space = state->getCharSpace() + (uLen == 1 && *u == ' ' ? state->getWordSpace() : 0);
  double x, y;
  if (isDownwards(state))
    state->textTransformDelta(0, space, &x, &y);
  else
    state->textTransformDelta(space * state->getHorizScaling(), 0, &x, &y);
  dx -= x;
  dy -= y;
}

// Whether it is more than a white space.
bool isWritten(const Unicode *u, int uLen) { return uLen > 0 && *u > ' ' && *u != 0xA0 && *u != 0x3000; }

// About the middle of a letter's ink. One written downwards stands in the middle of its way, others over it.
page_point middle(const GfxState *state, double x, double y, double dx, double dy) {
  double upX = 0, upY = 0;
  if (!isDownwards(state)) state->textTransformDelta(0, 0.3 * state->getFontSize(), &upX, &upY);
  return onPage(state, x + dx / 2 + upX, y + dy / 2 + upY);
}

} // namespace

void Drawing::clear() {
  points.clear();
  paths.clear();
  pictures.clear();
  shades.clear();
  white_letters.clear();
  covers.clear();
  is_cut_short = has_inkless_letters = has_too_large_letters = has_scattered_letters = false;
}

const char *const PageDevice::endMark = "ShikomiPageEnd";

PageDevice::PageDevice() = default;
PageDevice::~PageDevice() = default;

void PageDevice::takeOnlySeen(Grounds &beneath, size_t mostLetters) {
  takes_only_seen = true;
  most_letters = mostLetters;
  own_grounds = std::make_unique<Grounds>(drawn);
  grounds_beneath = &beneath;
}

void PageDevice::expect() {
  letters = stretches = 0;
  next_x = next_y = 0;
  is_end_marked = is_font_too_large = is_partly_seen = false;
  clips.clear();
  is_fill_known = is_stroke_known = false;
  groups.clear();
  is_ended = false;
  page.reset(new TextPage(false));
  actualText = std::make_unique<ActualText>(page.get());
}

void PageDevice::forget() {
  actualText.reset();
  page.reset();
  drawn.clear();
}

void PageDevice::startPage(int, GfxState *state, XRef *) {
  if (!page || is_ended) return;
  most_extent = std::max(least_extent, most_lengths * std::max(state->getPageWidth(), state->getPageHeight()));
  letter_places.begin(state->getPageWidth(), state->getPageHeight());
  page->startPage(state);
}

// As poppler-glib asks for it: words stay where they lie on the page. An interpreter that goes says so once more.
void PageDevice::endPage() {
  if (!page || is_ended) return;
  page->endPage();
  page->coalesce(true, 0, false);
  is_ended = true;
}

// An interpreter tells of states before and after its pages too.
void PageDevice::updateFont(GfxState *state) {
  if (!page || is_ended) return;
  page->updateFont(state);
  // Fonts whose letters are drawings may have any size, and make up for it.
  const std::shared_ptr<GfxFont> &font = state->getFont();
  is_font_too_large = !(font && font->getType() == fontType3) && !(state->getTransformedFontSize() <= most_extent);
}

void PageDevice::restoreState(GfxState *state) {
  is_fill_known = is_stroke_known = false;
  if (!clips.empty()) {
    is_partly_seen = clips.back();
    clips.pop_back();
  }
  updateFont(state);
}

void PageDevice::clip(GfxState *state) {
  const double *matrix = state->getCTM();
  const bool isUpright = (isNone(matrix[1]) && isNone(matrix[2])) || (isNone(matrix[0]) && isNone(matrix[3]));
  if (!isUpright || !isBox(*state->getPath())) is_partly_seen = true;
}

void PageDevice::drawChar(
    GfxState *state, double x, double y, double dx, double dy, double, double, CharCode code, int nBytes,
    const Unicode *u, int uLen) {
  letters++;
  if (takes_only_seen && letters > most_letters) return;
  if (isScattered(x, y, dx, dy)) {
    drawn.has_scattered_letters = true;
    return;
  }
  if (isTooLarge(state, dx, dy, u, uLen)) {
    drawn.has_too_large_letters = true;
    return;
  }
  // The third of PDF's ways to draw letters leaves no ink, with and without a clip; nor do those that all shines through.
  const int mode = state->getRender() & 3;
  const bool hasFill = mode != 1 && state->getFillOpacity() >= faintest;
  const bool hasInk = mode < 3 && (hasFill || (mode != 0 && state->getStrokeOpacity() >= faintest));
  const bool isWhite = hasInk && isWhiteLetter(state, u, uLen);
  if (!hasInk && isWritten(u, uLen)) drawn.has_inkless_letters = true;
  double inkX = dx, inkY = dy;
  takeOffSpace(state, u, uLen, inkX, inkY);
  const page_point place = middle(state, x, y, inkX, inkY);
  if (hasInk && !isWhite && isWritten(u, uLen)) letter_places.add(place);
  if (isWhite || takes_only_seen) {
    if (takes_only_seen && !isSeen(state, place, hasInk, isWhite)) return;
    if (isWhite && drawn.white_letters.size() <= Drawing::most_white_letters)
      drawn.white_letters.push_back({place, drawn.paths.size(), drawn.pictures.size(), drawn.shades.size()});
  }
  const StraightenedText straightened(state);
  actualText->addChar(state, x, y, dx, dy, code, nBytes, u, uLen);
}

// Whether it stands in a stretch beyond those that are put in order.
bool PageDevice::isScattered(double x, double y, double dx, double dy) {
  const double step = std::abs(x - next_x) + std::abs(y - next_y);
  if (step > apart * (std::abs(dx) + std::abs(dy))) stretches++;
  next_x = x + dx;
  next_y = y + dy;
  return stretches > most_stretches;
}

// Whether it is wider or higher than a letter can be.
bool PageDevice::isTooLarge(const GfxState *state, double dx, double dy, const Unicode *u, int uLen) const {
  if (is_font_too_large) return true;
  double width, height;
  state->transformDelta(dx, dy, &width, &height);
  if (std::abs(width) <= most_extent && std::abs(height) <= most_extent) return false;
  takeOffSpace(state, u, uLen, dx, dy);
  state->transformDelta(dx, dy, &width, &height);
  return !(std::abs(width) <= most_extent && std::abs(height) <= most_extent);
}

bool PageDevice::isWhiteLetter(const GfxState *state, const Unicode *u, int uLen) {
  const int mode = state->getRender() & 3;
  return (mode == 1 || isFillWhite(state)) && (mode == 0 || isStrokeWhite(state)) && isWritten(u, uLen);
}

// Whether people see a letter of what is drawn over a page.
bool PageDevice::isSeen(const GfxState *state, page_point place, bool hasInk, bool isWhite) {
  double x0, y0, x1, y1;
  state->getClipBBox(&x0, &y0, &x1, &y1);
  if (!hasInk || !(place.x >= x0 && place.x <= x1 && place.y >= y0 && place.y <= y1)) return false;
  if (!isWhite) return true;
  const Grounds::Kind own = own_grounds->under(place);
  const Grounds::Kind kind = own == Grounds::Kind::none ? grounds_beneath->under(place) : own;
  return kind == Grounds::Kind::coloured || kind == Grounds::Kind::unsure;
}

void PageDevice::markPoint(const char *name) {
  if (strcmp(name, endMark) == 0) is_end_marked = true;
}

bool PageDevice::isFillWhite(const GfxState *state) {
  if (!is_fill_known) {
    GfxRGB color;
    state->getFillRGB(&color);
    is_fill_white = isWhite(color, state->getFillOpacity());
    is_fill_pale = isPale(color, state->getFillOpacity());
    is_fill_known = true;
  }
  return is_fill_white;
}

bool PageDevice::isStrokeWhite(const GfxState *state) {
  if (!is_stroke_known) {
    GfxRGB color;
    state->getStrokeRGB(&color);
    is_stroke_white = isWhite(color, state->getStrokeOpacity());
    is_stroke_pale = isPale(color, state->getStrokeOpacity());
    is_stroke_known = true;
  }
  return is_stroke_white;
}

void PageDevice::addFill(GfxState *state, bool isEvenOdd) {
  if (isMask()) return;
  const bool isWhite = isFillWhite(state);
  if (isBox(*state->getPath())) {
    const GfxSubpath *sides = state->getPath()->getSubpath(0);
    coverLetters(state, onPage(state, sides->getX(0), sides->getY(0)), onPage(state, sides->getX(2), sides->getY(2)));
  }
  addPath(state, *state->getPath(), -1, isWhite, is_fill_pale, isEvenOdd);
}

void PageDevice::stroke(GfxState *state) {
  if (isMask()) return;
  const float width = float(std::max(0.0, state->getTransformedLineWidth()));
  const bool isWhite = isStrokeWhite(state);
  addPath(state, *state->getPath(), width, isWhite, is_stroke_pale);
}

void PageDevice::addPath(
    const GfxState *state, const GfxPath &path, float lineWidth, bool isWhite, bool isPale, bool isEvenOdd) {
  double x0, y0, x1, y1;
  state->getClipBBox(&x0, &y0, &x1, &y1);
  for (int number = 0; number < path.getNumSubpaths(); number++) {
    const GfxSubpath *subpath = path.getSubpath(number);
    const int count = subpath->getNumPoints();
    if (drawn.points.size() + size_t(count) > most_points) {
      drawn.is_cut_short = true;
      return;
    }
    const size_t first = drawn.points.size();
    for (int index = 0; index < count; index++) {
      // Two points that pull at a curve stand before the one where it ends.
      const bool endsCurve = subpath->getCurve(index) && index + 2 < count;
      if (endsCurve) index += 2;
      page_point point = onPage(state, subpath->getX(index), subpath->getY(index));
      point.ends_curve = endsCurve;
      if (std::isfinite(point.x) && std::isfinite(point.y)) drawn.points.push_back(point);
    }
    drawn.paths.push_back(
        {first, drawn.points.size() - first, lineWidth, isWhite, isPale, is_partly_seen, size_t(number), isEvenOdd,
         float(x0), float(y0), float(x1), float(y1)});
  }
}

// Notes an opaque box between two corners that hides letters which were drawn before it.
void PageDevice::coverLetters(const GfxState *state, page_point one, page_point other) {
  if (letters == 0 || drawn.covers.size() >= Drawing::most_covers || state->getFillOpacity() < opaque ||
      state->getBlendMode() != gfxBlendNormal)
    return;
  double x0, y0, x1, y1;
  state->getClipBBox(&x0, &y0, &x1, &y1);
  const page_box box = {
      std::max(float(x0), std::min(one.x, other.x)), std::max(float(y0), std::min(one.y, other.y)),
      std::min(float(x1), std::max(one.x, other.x)), std::min(float(y1), std::max(one.y, other.y))};
  if (letter_places.holds(box)) drawn.covers.push_back(box);
}

// A picture fills the unit square of what is the coordinate system when it is drawn.
void PageDevice::addPicture(GfxState *state, int width, int height) {
  if (isMask() || drawn.pictures.size() >= most_pictures) return;
  if (width <= small && height <= small) {
    GfxPath square;
    square.moveTo(0, 0);
    square.lineTo(1, 0);
    square.lineTo(1, 1);
    square.lineTo(0, 1);
    square.close();
    addPath(state, square, -1, false);
  }
  const page_point corners[] = {
      onPage(state, 0, 0), onPage(state, 1, 0), onPage(state, 0, 1), onPage(state, 1, 1)};
  page_picture box = {corners[0].x, corners[0].y, corners[0].x, corners[0].y, letters > 0, drawn.paths.size()};
  for (const page_point &corner : corners) {
    if (!std::isfinite(corner.x) || !std::isfinite(corner.y)) return;
    box.x0 = std::min(box.x0, corner.x);
    box.y0 = std::min(box.y0, corner.y);
    box.x1 = std::max(box.x1, corner.x);
    box.y1 = std::max(box.y1, corner.y);
  }
  drawn.pictures.push_back(box);
}

// What is filled is the clip by then.
bool PageDevice::addShade(const GfxState *state) {
  if (isMask() || drawn.shades.size() >= most_pictures) return true;
  double x0, y0, x1, y1;
  state->getClipBBox(&x0, &y0, &x1, &y1);
  drawn.shades.push_back({float(x0), float(y0), float(x1), float(y1), letters > 0, drawn.paths.size()});
  return true;
}

// Pictures that stand among the page's own instructions are read by poppler's part, to get behind them.
void PageDevice::drawImageMask(
    GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool interpolate,
    bool isInline) {
  addPicture(state, width, height);
  OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, isInline);
}

void PageDevice::drawImage(
    GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colors, bool interpolate,
    const int *maskColors, bool isInline) {
  if (!maskColors && !isMask()) coverLetters(state, onPage(state, 0, 0), onPage(state, 1, 1));
  addPicture(state, width, height);
  OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, maskColors, isInline);
}

// What is drawn through such a mask is a picture too; poppler's part would tell of the mask as one.
void PageDevice::setSoftMaskFromImageMask(
    GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool isInline, double *) {
  OutputDev::drawImageMask(state, ref, stream, width, height, invert, false, isInline);
}

bool PageDevice::isMask() const { return std::find(groups.begin(), groups.end(), true) != groups.end(); }

void PageDevice::beginTransparencyGroup(
    GfxState *, const double *, GfxColorSpace *, bool, bool, bool forSoftMask) {
  groups.push_back(forSoftMask);
}

void PageDevice::endTransparencyGroup(GfxState *) {
  if (!groups.empty()) groups.pop_back();
}
