/* The eight policies of rules-pack.ts with their overlaps, by hand, as the limit for rules-columns.ts.
   Reads columns from a file, decides everyone RUNS times, prints the median in milliseconds and a checksum. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NO = 0, UNKNOWN = 2, YES = 3, REDUCED = 4, SUPPRESSED = 7 };
#define IN(x, mask) ((x) == 15 ? UNKNOWN : ((mask) >> (x) & 1) ? YES : NO)
#define AT_LEAST(x, n) ((x) == 15 ? UNKNOWN : (x) >= (n) ? YES : NO)
#define OLDER(n) (age_known ? (born <= cut##n ? YES : NO) : UNKNOWN)

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
static int ascending(const void *a, const void *b) { double d = *(const double *)a - *(const double *)b; return d < 0 ? -1 : d > 0; }

int main(int argc, char **argv) {
  FILE *f = fopen(argv[1], "rb");
  int runs = atoi(argv[2]);
  int32_t head[8];
  if (argc < 3 || !f || fread(head, 4, 8, f) != 8) return 1;
  long n = head[0];
  int32_t first = head[1], last = head[2], cut60 = head[3], cut80 = head[4], cut90 = head[5], cut100 = head[6];
  int32_t *birth = malloc(n * 4);
  double *region = malloc(n * 8), *received = malloc(n * 8);
  uint8_t *small[8];
  size_t ok = fread(birth, 4, n, f) + fread(region, 8, n, f) + fread(received, 8, n, f);
  for (int c = 0; c < 8; c++) { small[c] = malloc(n); ok += fread(small[c], 1, n, f); }
  if (ok != (size_t)n * 11) return 1;
  uint8_t *living = small[0], *economic = small[1], *poor = small[2], *ability = small[3], *dementia = small[4], *category = small[5], *grade = small[6], *special = small[7];
  uint8_t *S[8]; double *A[8]; uint16_t *B[8];
  for (int p = 0; p < 8; p++) { S[p] = calloc(n, 1); A[p] = calloc(n, 8); B[p] = calloc(n, 2); }
  double times[64];
  for (int run = 0; run < runs; run++) {
    double start = now();
    for (long i = 0; i < n; i++) {
      int32_t born = birth[i];
      int age_known = born >= first && born <= last;
      int here = region[i] != region[i] ? YES : region[i] >= 420700000000.0 && region[i] < 420800000000.0 ? YES : NO;
      int e = economic[i], ab = ability[i], de = dementia[i], li = living[i], sp = special[i];
      int old60 = OLDER(60), old80 = OLDER(80), disabled = IN(category[i], 0xFE), frail = AT_LEAST(ab, 2);
      int k[8]; double a[8]; int by[8] = {0};
      k[0] = here & old80;
      a[0] = k[0] == YES ? (born <= cut100 ? 50000 : born <= cut90 ? 20000 : 8000) : NAN;
      k[1] = here & old60 & (IN(e, 7) | old80) & AT_LEAST(ab, 1);
      a[1] = k[1] == YES ? (ab >= 3 ? 50000 : ab == 2 ? 30000 : 10000) : NAN;
      k[2] = here & IN(e, 3) & disabled & (grade[i] == 15 ? UNKNOWN : grade[i] <= 2 ? YES : NO);
      a[2] = k[2] == YES ? 10000 : NAN;
      k[3] = here & old60 & (frail | AT_LEAST(de, 2)) & IN(e, 7);
      a[3] = NAN;
      if (k[3] == YES) { if (ab == 15) k[3] = UNKNOWN; else a[3] = ab == 4 ? 60000 : 26000; }
      k[4] = here & old60 & AT_LEAST(ab, 3) & IN(li, 15);
      a[4] = k[4] == YES ? 40000 : NAN;
      k[5] = here & IN(sp, 6) & old60;
      a[5] = k[5] == YES ? (sp == 1 ? 59000 : 46000) : NAN;
      k[6] = here & old60 & (IN(li, 7) | IN(sp, 6) | frail);
      a[6] = NAN;
      k[7] = here & (IN(e, 1) | IN(poor[i], 2)) & (old80 | frail | disabled);
      a[7] = NAN;
      /* the higher of 2, 3 and what is received */
      double r = received[i];
      if ((k[2] >= UNKNOWN) + (k[3] >= UNKNOWN) + (r == r) >= 2) {
        int h2 = k[2] == YES, h3 = k[3] == YES, hr = r == r, u2 = k[2] == UNKNOWN, u3 = k[3] == UNKNOWN, wr = r < 0;
        double a2 = a[2], a3 = a[3];
        if (h2 && h3) { if (a2 >= a3) { h3 = 0; k[3] = SUPPRESSED; a[3] = NAN; by[3] = 3; } else { h2 = 0; k[2] = SUPPRESSED; a[2] = NAN; by[2] = 4; } }
        if (h2 && hr && !wr) { if (a2 >= r) hr = 0; else { h2 = 0; k[2] = SUPPRESSED; a[2] = NAN; by[2] = 9; } }
        if (h3 && hr && !wr) { if (a3 >= r) hr = 0; else { h3 = 0; k[3] = SUPPRESSED; a[3] = NAN; by[3] = 9; } }
        if (h2 && (u3 || wr)) { k[2] = UNKNOWN; a[2] = NAN; }
        if (h3 && (u2 || wr)) { k[3] = UNKNOWN; a[3] = NAN; }
      }
      /* 4 shuts out 1 */
      if (k[1] >= UNKNOWN && k[4] >= UNKNOWN) {
        if (k[4] == YES) { if (k[1] == YES) { k[1] = SUPPRESSED; a[1] = NAN; by[1] = 5; } }
        else if (k[1] == YES) { k[1] = UNKNOWN; a[1] = NAN; }
      }
      /* 0, 3 and 5 together at most 1000.00 */
      static const int capped[3] = {0, 3, 5};
      if (((k[0] & 6) == 2) + ((k[3] & 6) == 2) + ((k[5] & 6) == 2) >= 2) {
        double room = 100000; int before = 0, doubt = 0;
        for (int c = 0; c < 3; c++) {
          int p = capped[c];
          if (k[p] == UNKNOWN) doubt = 1;
          else if (k[p] == YES) {
            if (doubt) { k[p] = UNKNOWN; a[p] = NAN; continue; }
            if (a[p] <= room) room -= a[p];
            else if (room <= 0) { k[p] = SUPPRESSED; a[p] = NAN; by[p] = before; }
            else { k[p] = REDUCED; a[p] = room; by[p] = before; room = 0; }
            before = p + 1;
          }
        }
      }
      for (int p = 0; p < 8; p++) { S[p][i] = k[p]; A[p][i] = a[p]; }
      for (int p = 0; p < 6; p++) B[p][i] = by[p];
    }
    times[run] = now() - start;
  }
  qsort(times, runs, sizeof(double), ascending);
  printf("%.3f", times[runs / 2]);
  for (int p = 0; p < 8; p++) {
    double sum = 0; long standing = 0;
    for (long i = 0; i < n; i++) { standing += S[p][i]; if (A[p][i] == A[p][i]) sum += A[p][i]; }
    printf(" %ld:%.0f", standing, sum);
  }
  printf("\n");
  return 0;
}
