#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER verified_bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./provider.h"

#if !defined(VERIFIED_BENCH_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define VERIFIED_BENCH_PROVIDER_H

#include <stddef.h>
#include <stdint.h>
#include <lttng/tracepoint.h>

/* A record of bytes whose number is known only when it is written: what the ring's variable-length write is. */
LTTNG_UST_TRACEPOINT_EVENT(
    verified_bench,
    record,
    LTTNG_UST_TP_ARGS(const uint8_t *, bytes, size_t, length),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_sequence(uint8_t, payload, bytes, size_t, length)
    )
)

#endif

#include <lttng/tracepoint-event.h>
