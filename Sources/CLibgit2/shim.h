#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

// `git_libgit2_opts` is variadic, which Swift cannot call: one inline function for each option that is used.
static inline int tick_git_set_option(int option, int value) {
    return git_libgit2_opts(option, value);
}
