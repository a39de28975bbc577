#pragma once
#include <zlib.h>

/* `inflateInit` is a macro, which Swift cannot see. */
static inline int tick_inflate_init(z_stream *stream) {
    return inflateInit(stream);
}
