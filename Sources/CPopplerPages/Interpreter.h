#ifndef INTERPRETER_H
#define INTERPRETER_H

#include "Instructions.h"
#include "PageDevice.h"
#include "StandIns.h"

#include <Gfx.h>
#include <PDFDoc.h>
#include <Page.h>

#include <map>
#include <memory>
#include <string>

/// Runs the instructions of one page after another.
///
/// poppler makes its interpreter anew for each page, and with it all fonts that the page names, which takes a third of
/// the time. Pages of a document mostly share their fonts, under the same names: they go through one interpreter here.
class Interpreter {
public:
  Interpreter(PDFDoc &document, PageDevice &device);

  // Draws a page, without its annotations, on the device.
  void run(Page &page, int number);

private:
  using Fonts = std::map<std::string, Ref>;

  PDFDoc &document;
  PageDevice &device;
  // Layers can be left switched off by a page, and nobody can switch them on for the next one.
  const bool hasLayers;
  Instructions instructions;
  StandIns standIns;
  std::unique_ptr<Gfx> shared;
  // What `shared` draws on, and which fonts it has by now, in how many lots.
  PDFRectangle box;
  int rotation = 0;
  Fonts fonts;
  size_t lots = 0;

  // The fonts that a page names; false where one is not an object of its own, and has no number to tell it by.
  static bool read(Fonts &fonts, Page &page);
  // A page's own resources; without its fonts, where those are shared.
  Object resources(Page &page, bool withFonts);
  void start(Page &page, int number);
  void provide(const Fonts &needed);
  void interpret(Page &page, int number, size_t spareStates);
  void draw(Gfx &gfx, Page &page, size_t spareStates);
  void runShared(Page &page, int number, size_t spareStates);
};

#endif
