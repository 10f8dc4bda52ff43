#include "PageDevice.h"

#include <algorithm>
#include <cmath>

namespace {

// Points of paths that are looked at on a page; beyond, it is a drawn. Pictures whose places are kept.
constexpr size_t most_points = 200'000;
constexpr size_t most_pictures = 10'000;
// Pixels up to which a picture is a dotted line or a ground, which office programs draw so.
constexpr int small = 64;

// Nobody sees what is painted with this little of a colour, or in this little of one.
constexpr double faintest = 0.05;
constexpr double white = 0.98;

bool isWhite(const GfxRGB &color, double opacity) {
  return opacity < faintest || (colToDbl(color.r) > white && colToDbl(color.g) > white && colToDbl(color.b) > white);
}

page_point onPage(const GfxState *state, double x, double y) {
  double pageX, pageY;
  state->transform(x, y, &pageX, &pageY);
  return {float(pageX), float(pageY), false};
}

} // namespace

void Drawing::clear() {
  points.clear();
  paths.clear();
  pictures.clear();
  is_cut_short = has_white_letters = has_inkless_letters = false;
}

void PageDevice::expect() {
  letters = 0;
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
  if (page && !is_ended) page->startPage(state);
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
  if (page && !is_ended) page->updateFont(state);
}

void PageDevice::restoreState(GfxState *state) {
  is_fill_known = is_stroke_known = false;
  updateFont(state);
}

void PageDevice::drawChar(
    GfxState *state, double x, double y, double dx, double dy, double, double, CharCode code, int nBytes,
    const Unicode *u, int uLen) {
  letters++;
  // The third of PDF's ways to draw letters leaves no ink, with and without a clip.
  if ((state->getRender() & 3) == 3)
    drawn.has_inkless_letters = true;
  else if (!drawn.has_white_letters)
    drawn.has_white_letters = isFillWhite(state);
  actualText->addChar(state, x, y, dx, dy, code, nBytes, u, uLen);
}

bool PageDevice::isFillWhite(const GfxState *state) {
  if (!is_fill_known) {
    GfxRGB color;
    state->getFillRGB(&color);
    is_fill_white = isWhite(color, state->getFillOpacity());
    is_fill_known = true;
  }
  return is_fill_white;
}

void PageDevice::fill(GfxState *state) {
  if (!isMask()) addPath(state, *state->getPath(), -1, isFillWhite(state));
}

void PageDevice::stroke(GfxState *state) {
  if (isMask()) return;
  if (!is_stroke_known) {
    GfxRGB color;
    state->getStrokeRGB(&color);
    is_stroke_white = isWhite(color, state->getStrokeOpacity());
    is_stroke_known = true;
  }
  addPath(state, *state->getPath(), float(std::max(0.0, state->getTransformedLineWidth())), is_stroke_white);
}

void PageDevice::addPath(const GfxState *state, const GfxPath &path, float lineWidth, bool isWhite) {
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
        {first, drawn.points.size() - first, lineWidth, isWhite, float(x0), float(y0), float(x1), float(y1)});
  }
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
  page_picture box = {corners[0].x, corners[0].y, corners[0].x, corners[0].y, letters > 0};
  for (const page_point &corner : corners) {
    if (!std::isfinite(corner.x) || !std::isfinite(corner.y)) return;
    box.x0 = std::min(box.x0, corner.x);
    box.y0 = std::min(box.y0, corner.y);
    box.x1 = std::max(box.x1, corner.x);
    box.y1 = std::max(box.y1, corner.y);
  }
  drawn.pictures.push_back(box);
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
