#pragma once

#include "CPopplerPages.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <vector>

/// Where the letters of a page stand that were drawn by now, roughly: enough to know whether something is drawn over them.
class LetterPlaces {
public:
  void begin(double pageWidth, double pageHeight) {
    rows.assign(row_count, {});
    width = std::max(1.0, pageWidth);
    height = std::max(1.0, pageHeight);
  }

  void add(page_point place) {
    if (rows.empty() || !(place.x >= 0 && place.x < width && place.y >= 0 && place.y < height)) return;
    rows[size_t(place.y / height * row_count)].set(size_t(place.x / width * column_count));
  }

  // Whether letters stand in a box: in parts of the page that lie in it as a whole.
  bool holds(page_box box) const {
    if (rows.empty() || !std::isfinite(box.x0 + box.y0 + box.x1 + box.y1)) return false;
    const size_t left = part(std::ceil(box.x0 / width * column_count), column_count);
    const size_t right = part(std::floor(box.x1 / width * column_count), column_count);
    const size_t bottom = part(std::floor(box.y1 / height * row_count), row_count);
    if (right <= left) return false;
    const Row wanted = (~Row() >> (column_count - (right - left))) << left;
    for (size_t row = part(std::ceil(box.y0 / height * row_count), row_count); row < bottom; row++)
      if ((rows[row] & wanted).any()) return true;
    return false;
  }

private:
  // A letter of text takes three rows or more.
  static constexpr size_t column_count = 128, row_count = 512;
  using Row = std::bitset<column_count>;
  std::vector<Row> rows;
  double width = 1, height = 1;

  static size_t part(double number, size_t count) { return size_t(std::clamp(number, 0.0, double(count))); }
};
