#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H

/// What `confine_process` managed to take away, as bits.
enum {
  CONFINE_NO_NEW_PRIVILEGES = 1,
  /// Landlock: no writing, making, removing or executing of files.
  CONFINE_LANDLOCK = 2,
  /// seccomp: no sockets, no programs, no other processes, no opening for writing.
  CONFINE_SECCOMP = 4
};

/// What a process is still able to do, as bits.
enum {
  PERMITTED_WRITING = 1,
  PERMITTED_MAKING_FILES = 2,
  PERMITTED_REMOVING_FILES = 4,
  PERMITTED_SOCKETS = 8,
  PERMITTED_PROGRAMS = 16,
  PERMITTED_PROCESSES = 32,
  PERMITTED_SIGNALS = 64
};

/// Closes every file but standard input, output and error that this process got from its parent.
void close_inherited_files(void);

/// Takes away from this process, for good, what a reader of hostile files never needs. Reading files stays possible.
/// Returns the bits of what this kernel supports; a kernel without one of them is not an error.
int confine_process(void);

/// Tries everything that a confined process must not be able to do, and leaves nothing behind. Returns the bits of what
/// it could do all the same.
int find_permitted(void);

#endif
