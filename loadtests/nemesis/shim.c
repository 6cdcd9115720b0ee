/* Stands between a process and the C library: fails the N-th write to the database, sets the
   host's clock back, or writes down in which order the log of the database is written and synced
   and answers are sent. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SEND_BYTES 256

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int book = -1;
static long fails_at = 0, writes = 0, clock_shift = 0;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_send)(int, const void *, size_t, int);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_send = dlsym(RTLD_NEXT, "send");
    real_sendmsg = dlsym(RTLD_NEXT, "sendmsg");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("NEMESIS_BOOK"), *at = getenv("NEMESIS_FAILS_AT");
    const char *shift = getenv("NEMESIS_CLOCK");
    if (path) book = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (at) fails_at = atol(at);
    if (shift) clock_shift = atol(shift);
}

/* What a descriptor is: 'w' the write-ahead log, 'd' the database itself, 0 neither. */
static char kind(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (length > 7 && !strcmp(path + length - 7, ".db-wal")) return 'w';
    return length > 3 && !strcmp(path + length - 3, ".db") ? 'd' : 0;
}

static uint32_t port_of(int fd) {
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    if (getpeername(fd, (struct sockaddr *)&peer, &size) || peer.sin_family != AF_INET) return 0;
    return ntohs(peer.sin_port);
}

/* A line of the book: what happened, to whom, how many bytes follow, and these. */
static void note(char what, uint32_t whom, const void *bytes, uint32_t length) {
    char head[9];
    head[0] = what;
    memcpy(head + 1, &whom, 4);
    memcpy(head + 5, &length, 4);
    pthread_mutex_lock(&turn);
    real_write(book, head, sizeof head);
    if (length) real_write(book, bytes, length);
    pthread_mutex_unlock(&turn);
}

static int fails(int fd) {
    if (!fails_at || !kind(fd)) return 0;
    pthread_mutex_lock(&turn);
    int now = ++writes >= fails_at && writes < fails_at + 3;
    pthread_mutex_unlock(&turn);
    return now;
}

static void note_write(int fd, const void *bytes, size_t length) {
    if (book < 0 || fd == book || kind(fd) != 'w') return;
    note('W', 0, bytes, length);
}

static void note_send(int fd, const void *bytes, size_t length) {
    uint32_t port;
    if (book < 0 || length < 12 || memcmp(bytes, "HTTP/1.1 303", 12)) return;
    if ((port = port_of(fd))) note('S', port, bytes, length < SEND_BYTES ? length : SEND_BYTES);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    if (fails(fd)) { errno = EIO; return -1; }
    ssize_t done = real_pwrite64(fd, bytes, length, at);
    if (done > 0) note_write(fd, bytes, done);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    if (fails(fd)) { errno = EIO; return -1; }
    ssize_t done = real_pwrite(fd, bytes, length, at);
    if (done > 0) note_write(fd, bytes, done);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (fails(fd)) { errno = EIO; return -1; }
    note_send(fd, bytes, length);
    ssize_t done = real_write(fd, bytes, length);
    if (done > 0) note_write(fd, bytes, done);
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (count) note_send(fd, parts[0].iov_base, parts[0].iov_len);
    return real_writev(fd, parts, count);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    note_send(fd, bytes, length);
    return real_send(fd, bytes, length, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    if (message->msg_iovlen)
        note_send(fd, message->msg_iov[0].iov_base, message->msg_iov[0].iov_len);
    return real_sendmsg(fd, message, flags);
}

int fsync(int fd) {
    int done = real_fsync(fd);
    if (!done && book >= 0 && kind(fd) == 'w') note('Y', 0, "", 0);
    return done;
}

int fdatasync(int fd) {
    int done = real_fdatasync(fd);
    if (!done && book >= 0 && kind(fd) == 'w') note('Y', 0, "", 0);
    return done;
}

int clock_gettime(clockid_t which, struct timespec *now) {
    if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real_clock_gettime(which, now);
    if (!done && which == CLOCK_REALTIME) now->tv_sec += clock_shift;
    return done;
}
