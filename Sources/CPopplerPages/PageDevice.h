#ifndef PAGEDEVICE_H
#define PAGEDEVICE_H

#include "CPopplerPages.h"

#include <GfxState.h>
#include <OutputDev.h>
#include <TextOutputDev.h>

#include <memory>
#include <vector>

/// What a page drew besides its text. Kept from page to page, so that its memory is.
struct Drawing {
  std::vector<page_point> points;
  std::vector<page_path> paths;
  std::vector<page_picture> pictures;
  bool is_cut_short = false;
  bool has_white_letters = false, has_inkless_letters = false;

  void clear();
};

/// Collects text as poppler's own device for it does, and hears of paths and pictures on the way.
class PageDevice final : public OutputDev {
public:
  // Before a page.
  void expect();
  // Gives back what a page took.
  void forget();

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

  // Patterns and shadings are not drawn, and need not be taken apart either.
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int) override { return true; }
  bool tilingPatternFill(
      GfxState *, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double, double) override {
    return true;
  }
  bool functionShadedFill(GfxState *, GfxFunctionShading *) override { return true; }
  bool axialShadedFill(GfxState *, GfxAxialShading *, double, double) override { return true; }
  bool radialShadedFill(GfxState *, GfxRadialShading *, double, double) override { return true; }
  bool gouraudTriangleShadedFill(GfxState *, GfxGouraudTriangleShading *) override { return true; }
  bool patchMeshShadedFill(GfxState *, GfxPatchMeshShading *) override { return true; }

  void restoreState(GfxState *state) override;
  void updateFillColorSpace(GfxState *) override { is_fill_known = false; }
  void updateFillColor(GfxState *) override { is_fill_known = false; }
  void updateFillOpacity(GfxState *) override { is_fill_known = false; }
  void updateStrokeColorSpace(GfxState *) override { is_stroke_known = false; }
  void updateStrokeColor(GfxState *) override { is_stroke_known = false; }
  void updateStrokeOpacity(GfxState *) override { is_stroke_known = false; }

  void stroke(GfxState *state) override;
  void fill(GfxState *state) override;
  void eoFill(GfxState *state) override { fill(state); }

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
  bool is_ended = true;
  size_t letters = 0;
  // Colours are turned into RGB, through a profile perhaps, when a path needs them.
  bool is_fill_known = false, is_fill_white = false;
  bool is_stroke_known = false, is_stroke_white = false;
  // For each group that is being drawn, whether it is a mask. Masks are not seen.
  std::vector<bool> groups;
  bool isMask() const;
  bool isFillWhite(const GfxState *state);

  void addPath(const GfxState *state, const GfxPath &path, float lineWidth, bool isWhite);
  void addPicture(GfxState *state, int width, int height);
};

#endif
