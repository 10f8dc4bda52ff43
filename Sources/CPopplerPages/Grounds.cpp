#include "Grounds.h"

#include "PageDevice.h"

#include <algorithm>
#include <cmath>

namespace {

// A slide in dark colours has a few thousand letters on as many shapes.
constexpr size_t most_comparisons = 10'000'000;
// White letters in which something can be said to programs alone. One or two are mostly a mark on a picture, and not worth
// drawing the page.
constexpr size_t fewest_bare = 3;
// Points from which a line is a ground that somebody drew in one stroke.
constexpr float thick = 4;

// Whether a place lies on a straight stroke, which ends where its line does.
bool isOnStroke(const page_point &from, const page_point &to, float width, page_point place) {
  const float x = to.x - from.x, y = to.y - from.y;
  const float length = std::sqrt(x * x + y * y);
  if (!(length > 0)) return false;
  const float along = ((place.x - from.x) * x + (place.y - from.y) * y) / length;
  const float beside = ((place.y - from.y) * x - (place.x - from.x) * y) / length;
  return along >= 0 && along <= length && std::abs(beside) <= width / 2;
}

// How often a closed line from point to point goes round a place.
int rounds(const page_point *points, size_t count, page_point place) {
  int rounds = 0;
  for (size_t number = 0, before = count - 1; number < count; before = number++) {
    const page_point &from = points[before], &to = points[number];
    if ((from.y > place.y) == (to.y > place.y)) continue;
    const float x = from.x + (to.x - from.x) * (place.y - from.y) / (to.y - from.y);
    if (place.x < x) rounds += to.y > from.y ? 1 : -1;
  }
  return rounds;
}

} // namespace

void Grounds::addBoxes() {
  for (size_t number = boxes.size(); number < drawing.paths.size(); number++) {
    const page_path &path = drawing.paths[number];
    Box box = {1, 1, 0, 0};
    if ((path.line_width < 0 || path.line_width >= thick) && path.point_count > 0) {
      const page_point *first = &drawing.points[path.first_point];
      box = {first->x, first->y, first->x, first->y};
      for (const page_point *point = first; point < first + path.point_count; point++) {
        box.x0 = std::min(box.x0, point->x);
        box.y0 = std::min(box.y0, point->y);
        box.x1 = std::max(box.x1, point->x);
        box.y1 = std::max(box.y1, point->y);
      }
      const float half = std::max(0.0f, path.line_width) / 2;
      box = {std::max(box.x0 - half, path.clip_x0), std::max(box.y0 - half, path.clip_y0),
             std::min(box.x1 + half, path.clip_x1), std::min(box.y1 + half, path.clip_y1)};
    }
    boxes.push_back(box);
  }
}

// Whether the pieces of a shape cover the place together. Curves are taken for straight.
bool Grounds::isInside(size_t first, size_t last, page_point place) {
  int all = 0;
  for (size_t piece = first; piece <= last; piece++) {
    const page_path &path = drawing.paths[piece];
    comparisons++;
    if (!boxes[piece].holds(place)) continue;
    comparisons += path.point_count;
    const page_point *points = &drawing.points[path.first_point];
    if (path.line_width < 0) all += rounds(points, path.point_count, place);
    for (size_t number = 1; path.line_width > 0 && number < path.point_count; number++)
      if (isOnStroke(points[number - 1], points[number], path.line_width, place)) return true;
  }
  return drawing.paths[last].is_even_odd ? all % 2 != 0 : all != 0;
}

// How many paths the last of these pictures covers at the place.
size_t Grounds::pathsBelow(
    const std::vector<page_picture> &pictures, size_t count, page_point place, bool &isAny) {
  for (size_t number = count; number > 0; number--) {
    comparisons++;
    const page_picture &picture = pictures[number - 1];
    if (!Box{picture.x0, picture.y0, picture.x1, picture.y1}.holds(place)) continue;
    isAny = true;
    return picture.path_count;
  }
  return 0;
}

Grounds::Kind Grounds::under(const WhiteLetter &letter) {
  if (comparisons > most_comparisons) return Kind::unsure;
  addBoxes();
  const page_point place = letter.place;
  bool isOnPicture = false;
  const size_t bottom = std::max(
      pathsBelow(drawing.pictures, letter.picture_count, place, isOnPicture),
      pathsBelow(drawing.shades, letter.shade_count, place, isOnPicture));
  for (size_t number = letter.path_count; number > bottom; number--) {
    comparisons++;
    if (!boxes[number - 1].holds(place)) continue;
    const page_path &path = drawing.paths[number - 1];
    const size_t first = number - 1 - path.piece;
    if (isInside(first, number - 1, place)) {
      if (path.is_partly_seen) return Kind::unsure;
      return path.is_pale ? Kind::white : Kind::coloured;
    }
    number = first + 1;
  }
  return isOnPicture ? Kind::unsure : Kind::none;
}

Grounds::Kind Grounds::under(page_point place) {
  return under(WhiteLetter{place, drawing.paths.size(), drawing.pictures.size(), drawing.shades.size()});
}

bool Grounds::areLettersBare() {
  if (drawing.white_letters.size() > Drawing::most_white_letters) return true;
  size_t bare = 0;
  return std::any_of(drawing.white_letters.begin(), drawing.white_letters.end(), [&](const WhiteLetter &letter) {
    if (under(letter) != Kind::coloured) bare++;
    return bare >= fewest_bare;
  });
}
