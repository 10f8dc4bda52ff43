#ifndef CDRAWING_H
#define CDRAWING_H

// Not cairo.h: whoever imports this gets cairo from poppler, and a declaration belongs to one module.
typedef struct _cairo cairo_t;

/// Hears of a path that is about to be filled or stroked; the path and what it is drawn with are still in `context`.
typedef void (*drawing_listener)(cairo_t *context, void *data);

/// Hears of a picture that is about to be decoded for the context that is being drawn to.
typedef void (*picture_listener)(void *data);

/// What hears of a drawing, in place of cairo.
typedef struct {
  drawing_listener fill;
  drawing_listener stroke;
  picture_listener picture;
  void *data;
} drawing_listeners;

/// From now on, until `stop_listening_to_drawing`, what this thread draws through cairo is told and not drawn: paths and
/// places of pictures go to the listeners, letters nowhere. Other threads draw as ever.
void listen_to_drawing(drawing_listeners listeners);

/// Draws again.
void stop_listening_to_drawing(void);

#endif
