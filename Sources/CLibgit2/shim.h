#pragma once
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/filter.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <sys/syscall.h>
#include <unistd.h>

// `git_libgit2_opts` is variadic, which Swift cannot call: one inline function for each option that is used.
static inline int tick_git_set_option(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int tick_git_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

static inline int tick_git_search_path(int level, git_buf *path) {
    return git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, level, path);
}

// Only `extensions.worktreeConfig` is added to those that libgit2 knows: its file is read by GitStore itself.
static inline int tick_git_allow_worktree_config(void) {
    static const char *const names[] = {"worktreeconfig"};
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, (size_t)1);
}

// renameat2 is in glibc since 2.28 but behind _GNU_SOURCE. It sets errno: EINVAL or ENOSYS where the file system
// does not know the flag.
enum { TICK_RENAME_NOREPLACE = 1, TICK_RENAME_EXCHANGE = 2 };

static inline int tick_renameat2(int folder, const char *from, const char *to, unsigned int flags) {
    return (int)syscall(SYS_renameat2, folder, from, folder, to, flags);
}

// pipe2 is behind _GNU_SOURCE as well.
static inline int tick_pipe(int ends[2]) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

// syncfs is behind _GNU_SOURCE as well.
static inline int tick_sync_file_system(int file) {
    return (int)syscall(SYS_syncfs, file);
}

// memfd_create is behind _GNU_SOURCE as well. 1 is MFD_CLOEXEC.
static inline int tick_memory_file(void) {
    return (int)syscall(SYS_memfd_create, "tick-configuration", 1U);
}
