#include "Instructions.h"

#include <Dict.h>

#include <algorithm>

namespace {

constexpr size_t firstSize = 1 << 16;
// Bytes that are held of a page, many times as many as it has. poppler, which holds none, has the rest.
constexpr size_t mostBytes = 8 << 20;
constexpr int inputSize = 1 << 14;

// Whether it is compressed by zlib's way last, without the sums of lines that pictures have.
bool isDeflated(Stream &stream) {
  if (stream.getKind() != strFlate || !stream.getNextStream()) return false;
  const Dict *dictionary = stream.getDict();
  return dictionary && dictionary->lookup("DecodeParms").isNull() && dictionary->lookup("DP").isNull();
}

} // namespace

Instructions::Instructions() : isReady(inflateInit(&state) == Z_OK) {}

Instructions::~Instructions() {
  if (isReady) inflateEnd(&state);
}

void Instructions::clear() {
  used = held = 0;
  while (!buffers.empty() && (buffers.size() > 4 || buffers.back().size() > 8 * firstSize)) buffers.pop_back();
}

Object Instructions::plain(Object &&stream, XRef *objects) {
  if (!isReady || held >= mostBytes || !stream.isStream() || !isDeflated(*stream.getStream())) return std::move(stream);
  if (used == buffers.size()) buffers.emplace_back();
  std::vector<unsigned char> &buffer = buffers[used];
  size_t count = 0;
  if (!inflateAll(*stream.getStream()->getNextStream(), buffer, count)) return std::move(stream);
  used++;
  held += buffer.size();
  return Object(static_cast<Stream *>(new MemStream(
      reinterpret_cast<const char *>(buffer.data()), 0, Goffset(count), Object(new Dict(objects)))));
}

// Whether all of a stream is there, and its sum is right.
bool Instructions::inflateAll(Stream &compressed, std::vector<unsigned char> &plain, size_t &count) {
  if (inflateReset(&state) != Z_OK) return false;
  if (plain.empty()) plain.resize(firstSize);
  unsigned char input[inputSize];
  int status = Z_OK;
  compressed.reset();
  while (status == Z_OK) {
    const int read = compressed.doGetChars(inputSize, input);
    if (read <= 0) break;
    state.next_in = input;
    state.avail_in = uInt(read);
    do {
      if (count == plain.size()) {
        if (held + count >= mostBytes) return false;
        plain.resize(std::min(mostBytes, 4 * count));
      }
      state.next_out = plain.data() + count;
      state.avail_out = uInt(plain.size() - count);
      status = inflate(&state, Z_NO_FLUSH);
      // Nothing more for the moment.
      if (status == Z_BUF_ERROR) status = Z_OK;
      count = plain.size() - state.avail_out;
    } while (status == Z_OK && state.avail_out == 0);
  }
  return status == Z_STREAM_END;
}
