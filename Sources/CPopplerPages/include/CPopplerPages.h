#ifndef CPOPPLERPAGES_H
#define CPOPPLERPAGES_H

// Pages of a PDF, interpreted once each, through poppler's own interface: poppler-glib gives text without lines, and lines
// only to who draws the page as a picture, fonts and all, which takes twice as long. That interface is not kept stable:
// this is written for poppler 22.12 (Debian 12), and what another version changes, the compiler tells.
// A C interface to C++: no exception gets out.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An open PDF. It belongs to one thread, and holds what the page that was interpreted last is made of.
typedef struct pdf_pages pdf_pages;

/// Opens a PDF in memory, which has to stay there until it is closed; NULL where poppler cannot.
pdf_pages *open_pdf_bytes(const char *bytes, size_t count);

/// Opens a file with a password, NULL for none, as user's or owner's; NULL where poppler cannot.
pdf_pages *open_pdf_file(const char *path, const char *password);

void close_pdf_pages(pdf_pages *pages);

typedef enum { PAGE_INTERPRETED, PAGE_UNREADABLE, PAGE_TOO_LARGE } page_outcome;

/// Interprets one page, counted from 1. What is asked for afterwards belongs to `pages` until the next one.
page_outcome interpret_page(pdf_pages *pages, int number);

/// A character in points from the page's top left, or what parts two of them: a space between words, or '\n'.
typedef struct {
  float x0, y0, x1, y1;
  uint32_t scalar;
  /// Index of its `page_style`.
  uint32_t style;
} page_character;

/// A font's name as the file has it, in any encoding, and its size in points.
typedef struct {
  const char *font_name;
  double size;
  /// Quarter turns, clockwise, by which its letters lie on their side; none in vertical writing, whose letters stand.
  int quarter_turns;
} page_style;

typedef struct {
  const page_character *characters;
  size_t character_count;
  const page_style *styles;
  size_t style_count;
  /// Points that a letter may be wide or high on this page; nobody makes out a larger one.
  float most_extent;
} page_text;

/// The page's characters in poppler's order, each with its box; words of a line in their order from left to right, or
/// from the right where a page is written so. Empty where memory runs out.
page_text text_of_page(pdf_pages *pages, bool from_right);

/// The same text in the order of reading, with marks of direction: poppler turns words round that are written from the
/// right. UTF-8; to be freed; NULL where memory runs out.
char *read_text_of_page(pdf_pages *pages, bool from_right);

/// A corner of a path, or the end of a curve.
typedef struct {
  float x, y;
  bool ends_curve;
} page_point;

/// A connected piece of a path that is filled or stroked. A closed one ends where it began.
typedef struct {
  size_t first_point, point_count;
  /// Points; negative for what is filled.
  float line_width;
  /// Drawn in white, or so thin that nothing is seen.
  bool is_white;
  /// So pale that nobody makes out white on it, or a part of it alone is seen, as far as can be told without drawing it.
  bool is_pale, is_partly_seen;
  /// How many of the paths before it were drawn at once with it: pieces of one shape, of which one may be a hole in
  /// another; and whether what two of them cover is one.
  size_t piece;
  bool is_even_odd;
  /// What the page lets be seen, in points from its top left.
  float clip_x0, clip_y0, clip_x1, clip_y1;
} page_path;

/// An area of the page, in points from its top left.
typedef struct {
  float x0, y0, x1, y1;
} page_box;

/// Where a picture lies, in points from the page's top left.
typedef struct {
  float x0, y0, x1, y1;
  /// Some of the page's letters were drawn before it, and may lie under it.
  bool is_over_letters;
  /// How many paths were drawn before it.
  size_t path_count;
} page_picture;

typedef struct {
  const page_point *points;
  const page_path *paths;
  size_t path_count;
  /// There were more than anybody looks at; the rest is missing.
  bool is_cut_short;
  const page_picture *pictures;
  size_t picture_count;
  /// Some letters were drawn in white.
  bool has_white_letters;
  /// Some of those stand on nothing, as far as can be told without drawing the page: not on a coloured shape.
  bool has_bare_letters;
  /// Some letters were drawn without ink, only to be found and copied.
  bool has_inkless_letters;
  /// Opaque boxes and pictures that were drawn over letters; more than anybody looks at are not there.
  const page_box *covers;
  size_t cover_count;
  /// Some letters were left out because they are larger than a page, or scattered over it without number, or since the
  /// page's instructions break off.
  bool lacks_letters;
} page_drawing;

/// What the page draws besides its text, in the order of drawing. Asking takes a while on a page with white letters.
page_drawing drawing_of_page(const pdf_pages *pages);

/// Degrees by which the file asks to turn a page, clockwise: 0, 90, 180 or 270.
int rotation_of_page(pdf_pages *pages, int number);

/// An annotation whose words stand in what it draws alone.
typedef struct {
  /// `signature`, `field` for one that has no value, or what kind of annotation it is: `stamp`, `freeText`.
  const char *kind;
  /// In points from the page's top left.
  float x0, y0, x1, y1;
} page_appearance;

/// Begins with the annotations of the page that was interpreted last; false where there is no such page.
bool begin_appearances(pdf_pages *pages, int number);

/// Draws the next annotation that shows what nobody has written elsewhere; false where there is none. The page's own text
/// and drawing stay as they are.
bool next_appearance(pdf_pages *pages, page_appearance *appearance);

/// The words of that annotation that people see, as `text_of_page` gives a page's, and in its place: one of both can be
/// asked for.
page_text text_of_appearance(pdf_pages *pages);

/// Whether there is more of them than anybody reads, and the rest is missing.
bool are_appearances_cut_short(const pdf_pages *pages);

/// The fields of a form on a page that are not to be shown there, by poppler's numbers for them. Costs a look at the whole
/// form. Borrowed until it is asked for again.
typedef struct {
  const int *numbers;
  size_t count;
} hidden_fields;

hidden_fields hidden_fields_of_page(pdf_pages *pages, int number);

#ifdef __cplusplus
}
#endif

#endif
