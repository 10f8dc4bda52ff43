// Linux has no library call for these two, and their structures do not import into Swift.
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Rights of kernels newer than the headers; each has a meaning from the stated version of Landlock on.
#define FILE_REFER (1ULL << 13)      // 2
#define FILE_TRUNCATE (1ULL << 14)   // 3
#define NET_BIND_TCP (1ULL << 0)     // 4
#define NET_CONNECT_TCP (1ULL << 1)  // 4
#define FILE_IOCTL_DEVICE (1ULL << 15)  // 5
#define SCOPE_UNIX_SOCKET (1ULL << 0)   // 6
#define SCOPE_SIGNAL (1ULL << 1)        // 6

struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

/// Rights that are handled and granted nowhere are denied everywhere; reading is not among them.
static int restrict_files(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return 0;
  struct ruleset rights = {
      .files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
               LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
               LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
               LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  if (version >= 2) rights.files |= FILE_REFER;
  if (version >= 3) rights.files |= FILE_TRUNCATE;
  if (version >= 4) rights.network = NET_BIND_TCP | NET_CONNECT_TCP;
  if (version >= 5) rights.files |= FILE_IOCTL_DEVICE;
  if (version >= 6) rights.scopes = SCOPE_UNIX_SOCKET | SCOPE_SIGNAL;
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rights, size, 0);
  if (ruleset < 0) return 0;
  long result = syscall(SYS_landlock_restrict_self, ruleset, 0);
  close(ruleset);
  return result == 0;
}

#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define DENY(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), REFUSE(EPERM)
#define ARGUMENT(index) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[index]))

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
      DENY(SYS_lchown), DENY(SYS_mknod), DENY(SYS_utime), DENY(SYS_utimes), DENY(SYS_futimesat),
      DENY(SYS_renameat),
#endif
      // Network and other sockets; the one to the program is open already.
      DENY(SYS_socket), DENY(SYS_socketpair), DENY(SYS_connect), DENY(SYS_bind), DENY(SYS_listen),
      DENY(SYS_accept), DENY(SYS_accept4),
      // Programs and other processes.
      DENY(SYS_execve), DENY(SYS_execveat), DENY(SYS_ptrace), DENY(SYS_process_vm_readv),
      DENY(SYS_process_vm_writev), DENY(SYS_kill), DENY(SYS_tkill), DENY(SYS_rt_sigqueueinfo), DENY(SYS_pidfd_open),
      DENY(SYS_pidfd_send_signal), DENY(SYS_pidfd_getfd), DENY(SYS_kcmp),
      // The kernel's rarely walked paths.
      DENY(SYS_io_uring_setup), DENY(SYS_bpf), DENY(SYS_userfaultfd), DENY(SYS_perf_event_open), DENY(SYS_unshare),
      DENY(SYS_setns), DENY(SYS_mount), DENY(SYS_umount2), DENY(SYS_pivot_root), DENY(SYS_chroot), DENY(SYS_add_key),
      DENY(SYS_request_key), DENY(SYS_keyctl), DENY(SYS_shmget), DENY(SYS_msgget), DENY(SYS_semget),
      DENY(SYS_mq_open), DENY(SYS_memfd_create), DENY(SYS_open_by_handle_at), DENY(SYS_init_module),
      DENY(SYS_finit_module), DENY(SYS_kexec_load), DENY(SYS_reboot), DENY(SYS_swapon),
      // Files other than by opening them.
      DENY(SYS_openat2), DENY(SYS_truncate), DENY(SYS_unlinkat), DENY(SYS_renameat2), DENY(SYS_linkat),
      DENY(SYS_symlinkat), DENY(SYS_mkdirat), DENY(SYS_mknodat), DENY(SYS_fchmodat), DENY(SYS_fchownat),
      DENY(SYS_fchmod), DENY(SYS_fchown), DENY(SYS_utimensat), DENY(SYS_setxattr), DENY(SYS_lsetxattr),
      DENY(SYS_fsetxattr), DENY(SYS_removexattr), DENY(SYS_lremovexattr), DENY(SYS_fremovexattr),
      // A new thread is fine, a new process is not. The filter cannot look into what clone3 points at: without it the C
      // library falls back on clone.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
      REFUSE(ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
      ARGUMENT(0),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
      REFUSE(EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      // Opening for anything but reading.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
      ARGUMENT(2),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
      REFUSE(EACCES),
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

static int can_write(void) {
  int file = open("/dev/null", O_WRONLY);
  if (file < 0) return 0;
  close(file);
  return 1;
}

static int can_make_file(void) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/shikomi-reader-%d", (int)getpid());
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (file < 0) return 0;
  close(file);
  unlink(path);
  return 1;
}

static int can_connect(void) {
  int families[] = {AF_INET, AF_INET6, AF_UNIX};
  for (int i = 0; i < 3; i++) {
    int socket_made = socket(families[i], SOCK_STREAM, 0);
    if (socket_made < 0) continue;
    close(socket_made);
    return 1;
  }
  return 0;
}

static int can_fork(void) {
  long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child < 0) return 0;
  if (child == 0) _exit(0);
  waitpid((pid_t)child, NULL, 0);
  return 1;
}

int find_permitted(void) {
  int found = 0;
  if (can_write()) found |= PERMITTED_WRITING;
  if (can_make_file()) found |= PERMITTED_MAKING_FILES;
  // Where nothing forbids it, the kernel gets as far as seeing that there is no such file.
  if (unlink("/nowhere/at-all") != 0 && errno == ENOENT) found |= PERMITTED_REMOVING_FILES;
  if (can_connect()) found |= PERMITTED_SOCKETS;
  char *arguments[] = {NULL};
  if (execve("/nowhere/at-all", arguments, arguments) != 0 && errno == ENOENT) found |= PERMITTED_PROGRAMS;
  if (can_fork()) found |= PERMITTED_PROCESSES;
  if (kill(getppid(), 0) == 0) found |= PERMITTED_SIGNALS;
  return found;
}
