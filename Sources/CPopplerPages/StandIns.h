#ifndef STANDINS_H
#define STANDINS_H

#include "Instructions.h"

#include <Object.h>
#include <XRef.h>

#include <list>
#include <map>
#include <string>

/// Stands others in for what a page draws by name.
///
/// Empty pictures for pictures: where one lies and how large it is is all that is asked here, but before poppler tells it
/// makes out the colours, and decompresses some kinds as a whole. And the same with states to spare for drawings that give
/// back more states than they took, of which poppler would leave out the rest.
class StandIns {
public:
  explicit StandIns(XRef *objects) : objects(objects) {}

  // What a page names by `XObject` in its resources, with those in the place of what they stand in for.
  Object of(const Object &named);

private:
  XRef *objects;
  // Pages share what they draw: what stands in for each, null for what stays.
  std::map<Ref, Object> known;
  Instructions instructions;
  // What the streams of some of them are made of.
  std::list<std::string> texts;
  size_t textBytes = 0;

  Object standIn(Object &&drawn);
  Object outline(const Object &picture) const;
  Object guarded(const Object &form);
};

#endif
