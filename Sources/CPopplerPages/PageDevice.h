#ifndef PAGEDEVICE_H
#define PAGEDEVICE_H

#include "CPopplerPages.h"
#include "LetterPlaces.h"

#include <GfxState.h>
#include <OutputDev.h>
#include <TextOutputDev.h>

#include <memory>
#include <vector>

/// Where a white letter stands, and how much had been drawn before it.
struct WhiteLetter {
  page_point place;
  size_t path_count, picture_count, shade_count;
};

/// What a page drew besides its text. Kept from page to page, so that its memory is.
struct Drawing {
  // White letters whose grounds are looked for.
  static constexpr size_t most_white_letters = 20'000;

  std::vector<page_point> points;
  std::vector<page_path> paths;
  std::vector<page_picture> pictures;
  // Where something is shaded, or filled with a pattern: boxes as those of pictures.
  std::vector<page_picture> shades;
  std::vector<WhiteLetter> white_letters;
  bool is_cut_short = false;
  // Letters that were left out: too large, or torn into too many stretches.
  bool has_inkless_letters = false, has_too_large_letters = false, has_scattered_letters = false;
  // Boxes and pictures that were drawn over letters.
  static constexpr size_t most_covers = 1'000;
  std::vector<page_box> covers;

  void clear();
};

class Grounds;

/// Collects text as poppler's own device for it does, and hears of paths and pictures on the way.
class PageDevice final : public OutputDev {
public:
  PageDevice();
  ~PageDevice() override;

  // Before a page.
  void expect();
  // Gives back what a page took.
  void forget();

  // For what is drawn over a page, such as a note: letters that nobody sees on it are left out, and all beyond a count.
  void takeOnlySeen(Grounds &beneath, size_t mostLetters);

  // What the page is told to draw last: whether it has come to that.
  static const char *const endMark;
  bool isDrawnToEnd() const { return is_end_marked; }
  size_t letterCount() const { return letters; }
  double mostExtent() const { return most_extent; }

  // Words as they lie on the page; nullptr where none has been interpreted.
  TextPage *text() const { return page.get(); }
  const Drawing &drawing() const { return drawn; }

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }
  bool needCharCount() override { return true; }
  void startPage(int, GfxState *state, XRef *) override;
  void endPage() override;
  void updateFont(GfxState *state) override;
  void drawChar(
      GfxState *state, double x, double y, double dx, double dy, double originX, double originY, CharCode code,
      int nBytes, const Unicode *u, int uLen) override;
  void incCharCount(int count) override { page->incCharCount(count); }
  void beginActualText(GfxState *state, const GooString *text) override { actualText->begin(state, text); }
  void endActualText(GfxState *state) override { actualText->end(state); }
  void markPoint(const char *name) override;
  void markPoint(const char *name, Dict *) override { markPoint(name); }

  // Patterns and shadings are not drawn, and need not be taken apart either.
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int) override { return true; }
  bool tilingPatternFill(
      GfxState *state, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double,
      double) override {
    return addShade(state);
  }
  bool functionShadedFill(GfxState *state, GfxFunctionShading *) override { return addShade(state); }
  bool axialShadedFill(GfxState *state, GfxAxialShading *, double, double) override { return addShade(state); }
  bool radialShadedFill(GfxState *state, GfxRadialShading *, double, double) override { return addShade(state); }
  bool gouraudTriangleShadedFill(GfxState *state, GfxGouraudTriangleShading *) override { return addShade(state); }
  bool patchMeshShadedFill(GfxState *state, GfxPatchMeshShading *) override { return addShade(state); }

  void saveState(GfxState *) override { clips.push_back(is_partly_seen); }
  void restoreState(GfxState *state) override;
  void clip(GfxState *state) override;
  void eoClip(GfxState *state) override { clip(state); }
  void clipToStrokePath(GfxState *) override { is_partly_seen = true; }
  void setSoftMask(GfxState *, const double *, bool, Function *, GfxColor *) override { is_partly_seen = true; }
  void updateFillColorSpace(GfxState *) override { is_fill_known = false; }
  void updateFillColor(GfxState *) override { is_fill_known = false; }
  void updateFillOpacity(GfxState *) override { is_fill_known = false; }
  void updateStrokeColorSpace(GfxState *) override { is_stroke_known = false; }
  void updateStrokeColor(GfxState *) override { is_stroke_known = false; }
  void updateStrokeOpacity(GfxState *) override { is_stroke_known = false; }

  void stroke(GfxState *state) override;
  void fill(GfxState *state) override { addFill(state, false); }
  void eoFill(GfxState *state) override { addFill(state, true); }

  void drawImageMask(
      GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool interpolate,
      bool isInline) override;
  void drawImage(
      GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colors, bool interpolate,
      const int *maskColors, bool isInline) override;
  void drawMaskedImage(
      GfxState *state, Object *, Stream *, int width, int height, GfxImageColorMap *, bool, Stream *, int, int, bool,
      bool) override {
    addPicture(state, width, height);
  }
  void drawSoftMaskedImage(
      GfxState *state, Object *, Stream *, int width, int height, GfxImageColorMap *, bool, Stream *, int, int,
      GfxImageColorMap *, bool) override {
    addPicture(state, width, height);
  }
  void setSoftMaskFromImageMask(
      GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool isInline,
      double *baseMatrix) override;

  void beginTransparencyGroup(GfxState *, const double *, GfxColorSpace *, bool, bool, bool forSoftMask) override;
  void endTransparencyGroup(GfxState *) override;

private:
  struct Release {
    void operator()(TextPage *page) const { page->decRefCnt(); }
  };
  std::unique_ptr<TextPage, Release> page;
  // What a stretch of the page stands for, where the file says so: a ligature, a word that was parted.
  std::unique_ptr<ActualText> actualText;
  Drawing drawn;
  bool is_ended = true, is_end_marked = false;
  size_t letters = 0, stretches = 0;
  LetterPlaces letter_places;
  // Where the next letter stands that goes on with the last one.
  double next_x = 0, next_y = 0;
  // Points that a letter may be wide or high, on this page and in this font.
  double most_extent = 0;
  bool is_font_too_large = false;
  // Colours are turned into RGB, through a profile perhaps, when a path needs them.
  bool is_fill_known = false, is_fill_white = false, is_fill_pale = false;
  bool is_stroke_known = false, is_stroke_white = false, is_stroke_pale = false;
  // Whether less is seen than the box of the clip tells, here and in the states to come back to.
  bool is_partly_seen = false;
  std::vector<bool> clips;
  // For each group that is being drawn, whether it is a mask. Masks are not seen.
  std::vector<bool> groups;
  bool isMask() const;
  bool isFillWhite(const GfxState *state);
  bool isStrokeWhite(const GfxState *state);
  // Where only what is seen is taken.
  bool takes_only_seen = false;
  size_t most_letters = 0;
  std::unique_ptr<Grounds> own_grounds;
  Grounds *grounds_beneath = nullptr;

  bool isTooLarge(const GfxState *state, double dx, double dy, const Unicode *u, int uLen) const;
  bool isScattered(double x, double y, double dx, double dy);
  bool isWhiteLetter(const GfxState *state, const Unicode *u, int uLen);
  bool isSeen(const GfxState *state, page_point place, bool hasInk, bool isWhite);
  void addFill(GfxState *state, bool isEvenOdd);
  void addPath(
      const GfxState *state, const GfxPath &path, float lineWidth, bool isWhite, bool isPale = false,
      bool isEvenOdd = false);
  void addPicture(GfxState *state, int width, int height);
  void coverLetters(const GfxState *state, page_point one, page_point other);
  bool addShade(const GfxState *state);
};

#endif
