#ifndef GROUNDS_H
#define GROUNDS_H

#include "CPopplerPages.h"

#include <vector>

struct Drawing;
struct WhiteLetter;

/// Tells what a letter stands on: the last thing that was painted over its place before it.
class Grounds {
public:
  // Unsure where a picture or a shade lies there, or something that is seen in part: only who draws the page can tell.
  enum class Kind { none, white, coloured, unsure };

  // The drawing may grow, and stays longer than this.
  explicit Grounds(const Drawing &drawing) : drawing(drawing) {}

  // What lies under a letter of the drawing itself, and at a place when all has been drawn.
  Kind under(const WhiteLetter &letter);
  Kind under(page_point place);

  // Whether some of the drawing's own white letters may stand on white.
  bool areLettersBare();

private:
  struct Box {
    float x0, y0, x1, y1;
    bool holds(page_point place) const {
      return place.x >= x0 && place.x <= x1 && place.y >= y0 && place.y <= y1;
    }
  };

  const Drawing &drawing;
  // What is seen of each path that is filled, or a thick stroke; nothing of others.
  std::vector<Box> boxes;
  // How many were compared with a place by now: there is no end to it in a drawing that is made for that.
  size_t comparisons = 0;

  void addBoxes();
  size_t pathsBelow(const std::vector<page_picture> &pictures, size_t count, page_point place, bool &isAny);
  bool isInside(size_t first, size_t last, page_point place);
};

#endif
