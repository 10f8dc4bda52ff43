// poppler-glib does not give the lines on a page; it draws them through cairo. This file stands between the two: the
// dynamic linker looks for cairo's functions in the program first, and finds these, which hand on to cairo's own unless
// somebody listens. Who listens wants paths alone, and what costs time is left out: fonts' outlines, pictures' pixels.

#define _GNU_SOURCE
#include "CDrawing.h"

#include <cairo.h>

#include <dlfcn.h>

static _Thread_local drawing_listeners listening;

void listen_to_drawing(drawing_listeners listeners) { listening = listeners; }

void stop_listening_to_drawing(void) { listening = (drawing_listeners){0}; }

// The function of this name in cairo itself.
#define CAIRO(name) ((__typeof__(&name))own(#name, &own_##name))
#define OWN(name) static void *own_##name

static void *own(const char *name, void **place) {
  void *found = __atomic_load_n(place, __ATOMIC_RELAXED);
  if (!found) {
    found = dlsym(RTLD_NEXT, name);
    __atomic_store_n(place, found, __ATOMIC_RELAXED);
  }
  return found;
}

OWN(cairo_fill);
OWN(cairo_stroke);
OWN(cairo_paint);
OWN(cairo_paint_with_alpha);
OWN(cairo_mask);
OWN(cairo_show_glyphs);
OWN(cairo_show_text_glyphs);
OWN(cairo_glyph_path);
OWN(cairo_image_surface_create);

void cairo_fill(cairo_t *context) {
  if (!listening.fill) {
    CAIRO(cairo_fill)(context);
    return;
  }
  listening.fill(context, listening.data);
  cairo_new_path(context);
}

void cairo_stroke(cairo_t *context) {
  if (!listening.stroke) {
    CAIRO(cairo_stroke)(context);
    return;
  }
  listening.stroke(context, listening.data);
  cairo_new_path(context);
}

void cairo_paint(cairo_t *context) {
  if (!listening.fill) CAIRO(cairo_paint)(context);
}

void cairo_paint_with_alpha(cairo_t *context, double alpha) {
  if (!listening.fill) CAIRO(cairo_paint_with_alpha)(context, alpha);
}

void cairo_mask(cairo_t *context, cairo_pattern_t *pattern) {
  if (!listening.fill) CAIRO(cairo_mask)(context, pattern);
}

void cairo_show_glyphs(cairo_t *context, const cairo_glyph_t *glyphs, int count) {
  if (!listening.fill) CAIRO(cairo_show_glyphs)(context, glyphs, count);
}

void cairo_show_text_glyphs(
    cairo_t *context, const char *text, int length, const cairo_glyph_t *glyphs, int count,
    const cairo_text_cluster_t *clusters, int cluster_count, cairo_text_cluster_flags_t flags) {
  if (!listening.fill)
    CAIRO(cairo_show_text_glyphs)(context, text, length, glyphs, count, clusters, cluster_count, flags);
}

void cairo_glyph_path(cairo_t *context, const cairo_glyph_t *glyphs, int count) {
  if (!listening.fill) CAIRO(cairo_glyph_path)(context, glyphs, count);
}

// Room for a picture that poppler is about to decode. Without room it goes on with what comes next. Pictures that stand
// in the page's own instructions are small, and have to be read to be left behind; ARGB is for masks, where poppler
// does not look whether it got room.
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height) {
  const long long largest = 64 * 64;
  if (listening.picture) listening.picture(listening.data);
  if (listening.fill && format != CAIRO_FORMAT_ARGB32 && (long long)width * height > largest) width = height = -1;
  return CAIRO(cairo_image_surface_create)(format, width, height);
}
