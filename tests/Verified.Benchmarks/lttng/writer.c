/*
 * The process that writes to LTTng-UST, commanded line by line:
 *   enabled                        -> "enabled 0|1": whether a session takes the tracepoint
 *   run THREADS BYTES NS           -> "run RECORDS NS": all threads write for so long, pinned; ns from the first begin to the last end
 *   latency BYTES NS               -> "latency V:N V:N ... .": one thread is timed per record while another writes
 * It ends with its input.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "provider.h"

enum { BATCH = 1024, MOST_THREADS = 64, MOST_BYTES = 65536, EXACT = 1 << 16, COARSE = 64 };

static uint8_t payload[MOST_BYTES];
static atomic_int waiting;
static atomic_int stopped;
static uint64_t exact[EXACT];  /* by ns */
static uint64_t coarse[COARSE]; /* by power of two, beyond that */

struct lane {
    pthread_t thread;
    int index, threads, timed;
    size_t length;
    uint64_t window, begin, end, records;
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* To the index-th processor that this process may use. */
static void pin(int index)
{
    cpu_set_t allowed, one;
    sched_getaffinity(0, sizeof allowed, &allowed);
    int count = CPU_COUNT(&allowed), skip = index % count;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &allowed) && skip-- == 0) {
            CPU_ZERO(&one);
            CPU_SET(cpu, &one);
            pthread_setaffinity_np(pthread_self(), sizeof one, &one);
            return;
        }
    }
}

static void note(uint64_t ns)
{
    if (ns < EXACT)
        exact[ns]++;
    else
        coarse[63 - __builtin_clzll(ns)]++;
}

static void *write_records(void *argument)
{
    struct lane *lane = argument;
    const uint8_t *bytes = payload;
    size_t length = lane->length;
    pin(lane->index);
    atomic_fetch_sub(&waiting, 1);
    while (atomic_load(&waiting) > 0)
        sched_yield();
    lane->begin = lane->end = now();
    if (lane->timed && lane->index == 0) {
        uint64_t before = lane->begin, after = before;
        while (after - lane->begin < lane->window) {
            before = now();
            lttng_ust_tracepoint(verified_bench, record, bytes, length);
            after = now();
            note(after - before);
            lane->records++;
        }
        lane->end = after;
        atomic_store(&stopped, 1);
        return NULL;
    }
    do {
        for (int i = 0; i < BATCH; i++)
            lttng_ust_tracepoint(verified_bench, record, bytes, length);
        lane->records += BATCH;
        lane->end = now();
    } while (lane->timed ? !atomic_load(&stopped) : lane->end - lane->begin < lane->window);
    return NULL;
}

static void run(int threads, size_t length, uint64_t window, int timed, uint64_t *records, uint64_t *elapsed)
{
    struct lane lanes[MOST_THREADS];
    uint64_t begin = UINT64_MAX, end = 0;
    *records = 0;
    atomic_store(&waiting, threads);
    atomic_store(&stopped, 0);
    for (int i = 0; i < threads; i++) {
        lanes[i] = (struct lane){ .index = i, .threads = threads, .timed = timed, .length = length, .window = window };
        if (pthread_create(&lanes[i].thread, NULL, write_records, &lanes[i]) != 0)
            abort();
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(lanes[i].thread, NULL);
        begin = lanes[i].begin < begin ? lanes[i].begin : begin;
        end = lanes[i].end > end ? lanes[i].end : end;
        *records += lanes[i].records;
    }
    *elapsed = end - begin;
}

int main(void)
{
    char line[256];
    memset(payload, 0x5A, sizeof payload);
    while (fgets(line, sizeof line, stdin) != NULL) {
        int threads;
        size_t length;
        uint64_t window, records, elapsed;
        if (strncmp(line, "enabled", 7) == 0) {
            printf("enabled %d\n", lttng_ust_tracepoint_enabled(verified_bench, record) ? 1 : 0);
        } else if (sscanf(line, "run %d %zu %lu", &threads, &length, &window) == 3 && threads >= 1 && threads <= MOST_THREADS && length <= MOST_BYTES) {
            run(threads, length, window, 0, &records, &elapsed);
            printf("run %lu %lu\n", records, elapsed);
        } else if (sscanf(line, "latency %zu %lu", &length, &window) == 2 && length <= MOST_BYTES) {
            memset(exact, 0, sizeof exact);
            memset(coarse, 0, sizeof coarse);
            run(2, length, window, 1, &records, &elapsed);
            printf("latency");
            for (int i = 0; i < EXACT; i++)
                if (exact[i] != 0)
                    printf(" %d:%lu", i, exact[i]);
            for (int i = 0; i < COARSE; i++)
                if (coarse[i] != 0)
                    printf(" %llu:%lu", 3ull << (i - 1), coarse[i]); /* the middle of [2^i, 2^(i+1)) */
            printf(" .\n");
        } else {
            printf("error %s", line);
        }
        fflush(stdout);
    }
    return 0;
}
