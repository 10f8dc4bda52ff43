// Linux has no library call for these two, and their structures do not import into Swift.
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/// Rights that are handled and granted nowhere are denied everywhere; reading is not among them.
static int restrict_files(void) {
  struct landlock_ruleset_attr attributes = {
      .handled_access_fs =
          LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
          LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
          LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
          LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (ruleset < 0) return 0;
  long result = syscall(SYS_landlock_restrict_self, ruleset, 0);
  close(ruleset);
  return result == 0;
}

#define DENY(number)                                       \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static int restrict_calls(void) {
#if defined(THIS_ARCHITECTURE)
  struct sock_filter filter[] = {
      // Calls of another architecture have other numbers.
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#if defined(__x86_64__)
      // The x32 twins of the calls below.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      DENY(SYS_open), DENY(SYS_creat), DENY(SYS_fork), DENY(SYS_vfork), DENY(SYS_unlink), DENY(SYS_rename),
      DENY(SYS_link), DENY(SYS_symlink), DENY(SYS_mkdir), DENY(SYS_rmdir), DENY(SYS_chmod), DENY(SYS_chown),
#endif
      DENY(SYS_socket), DENY(SYS_connect), DENY(SYS_bind), DENY(SYS_listen), DENY(SYS_accept), DENY(SYS_accept4),
      DENY(SYS_execve), DENY(SYS_execveat), DENY(SYS_ptrace), DENY(SYS_process_vm_readv),
      DENY(SYS_process_vm_writev), DENY(SYS_kill), DENY(SYS_tkill), DENY(SYS_pidfd_open), DENY(SYS_openat2),
      DENY(SYS_io_uring_setup), DENY(SYS_bpf), DENY(SYS_userfaultfd), DENY(SYS_perf_event_open), DENY(SYS_unshare),
      DENY(SYS_setns), DENY(SYS_mount), DENY(SYS_truncate), DENY(SYS_unlinkat), DENY(SYS_renameat2),
      DENY(SYS_linkat), DENY(SYS_symlinkat), DENY(SYS_mkdirat), DENY(SYS_fchmodat), DENY(SYS_fchownat),
      // Opening for anything but reading.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
#else
  return 0;
#endif
}

void close_inherited_files(void) { syscall(SYS_close_range, 3u, ~0u, 0u); }

int confine_process(void) {
  // Both of the others are refused without this.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
  int done = CONFINE_NO_NEW_PRIVILEGES;
  if (restrict_files()) done |= CONFINE_LANDLOCK;
  if (restrict_calls()) done |= CONFINE_SECCOMP;
  return done;
}
