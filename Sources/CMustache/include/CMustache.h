#ifndef CMUSTACHE_H
#define CMUSTACHE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Returns the value of a variable by its whole name (`ticket.id`), NULL for one that there is none of. The text has to stay until
/// the template is rendered.
typedef const char *_Nullable (*_Nonnull CMustacheLookup)(const char *_Nonnull name, void *_Nullable context);

/// Renders a template without any escaping. A variable without a value is empty, and false in a section.
///
/// Returns the text, to be given to `cmustache_free`; NULL where the template is broken, with what is wrong in `problem`, to be freed
/// the same way: also where more than `limit` bytes would come out. No exception leaves it: NULL in both means that memory ran out.
char *_Nullable cmustache_render(
    const char *_Nonnull source, size_t length, size_t limit, CMustacheLookup lookup, void *_Nullable context,
    char *_Nullable *_Nonnull problem);

void cmustache_free(char *_Nullable text);

#ifdef __cplusplus
}
#endif

#endif
