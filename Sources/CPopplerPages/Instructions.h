#ifndef INSTRUCTIONS_H
#define INSTRUCTIONS_H

#include <Object.h>
#include <Stream.h>
#include <XRef.h>

#include <zlib.h>

#include <deque>
#include <vector>

/// The streams of a page's instructions, decompressed at once.
///
/// poppler decompresses by itself, as letter after letter is asked for; that takes a tenth of a page's time. Streams that
/// are compressed in the usual way, and nothing else, are left to zlib, which takes a fifth of that.
class Instructions {
public:
  Instructions();
  ~Instructions();
  Instructions(const Instructions &) = delete;
  Instructions &operator=(const Instructions &) = delete;

  // A stream that gives what the given one does, good until `clear`; the same one where it is damaged, huge, or compressed
  // in another way, which poppler makes the best of.
  Object plain(Object &&stream, XRef *objects);

  void clear();

private:
  z_stream state = {};
  bool isReady;
  // Kept from page to page.
  std::deque<std::vector<unsigned char>> buffers;
  // How many are in use, and their bytes.
  size_t used = 0, held = 0;

  bool inflateAll(Stream &compressed, std::vector<unsigned char> &plain, size_t &count);
};

#endif
