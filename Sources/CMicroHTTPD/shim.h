#include <microhttpd.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <string.h>

// MHD_start_daemon takes options as variable arguments, which Swift cannot call. The address decides who can reach the
// server; four threads let a slow page rendering not hold up the rest; idle connections end after two minutes. The way to
// wait is left to the library (epoll here): with select it refuses every descriptor from 1,024 on.
static inline struct MHD_Daemon *shikomi_start_daemon(const struct sockaddr *address, uint16_t port, int is_v6,
                                                      MHD_AccessHandlerCallback handler, void *context,
                                                      MHD_RequestCompletedCallback completed) {
  unsigned int flags = MHD_USE_AUTO_INTERNAL_THREAD | (is_v6 ? MHD_USE_IPv6 : 0);
  return MHD_start_daemon(flags, port, NULL, NULL, handler, context, MHD_OPTION_SOCK_ADDR, address,
                          MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)4,
                          MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)120, MHD_OPTION_CONNECTION_LIMIT,
                          (unsigned int)256, MHD_OPTION_END);
}

// The port that the system chose for port 0; MHD_get_daemon_info is variadic too.
static inline uint16_t shikomi_daemon_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

// Fills an address from a numeric host; returns its length, or 0 where the text is neither IPv4 nor IPv6.
static inline size_t shikomi_socket_address(struct sockaddr_storage *out, const char *host, uint16_t port, int *is_v6) {
  memset(out, 0, sizeof *out);
  struct sockaddr_in *v4 = (struct sockaddr_in *)out;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
  if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    *is_v6 = 0;
    return sizeof *v4;
  }
  if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    *is_v6 = 1;
    return sizeof *v6;
  }
  return 0;
}
