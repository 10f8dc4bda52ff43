#ifndef CDRAWING_H
#define CDRAWING_H

#include <cairo.h>

/// Hears of a path that is about to be filled or stroked; the path and what it is drawn with are still in `context`.
typedef void (*drawing_listener)(cairo_t *context, void *data);

/// From now on, until `stop_listening_to_drawing`, what this thread draws through cairo is told and not drawn: paths go
/// to the listeners, letters and pictures nowhere. Other threads draw as ever.
void listen_to_drawing(drawing_listener fill, drawing_listener stroke, void *data);

/// Draws again.
void stop_listening_to_drawing(void);

#endif
