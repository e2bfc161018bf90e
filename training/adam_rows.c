/* Adam on the rows that a step touches, in one pass over memory.
   cc -O3 -march=native -ffast-math -shared -fPIC adam_rows.c -o adam_rows.so   (static_model.py does it) */
#include <math.h>
#include <stdint.h>

void adam_rows(float *weights, float *mean, float *square, float *steps, const int64_t *rows, int64_t count,
               int64_t width, const float *gradient, float rate) {
  for (int64_t i = 0; i < count; i++) {
    int64_t row = rows[i];
    float *w = weights + row * width, *m = mean + row * width, *s = square + row * width;
    const float *g = gradient + i * width;
    steps[row] += 1;
    float scale_m = 1.0f / (1.0f - powf(0.9f, steps[row]));
    float scale_s = 1.0f / (1.0f - powf(0.999f, steps[row]));
    for (int64_t j = 0; j < width; j++) {
      m[j] = 0.9f * m[j] + 0.1f * g[j];
      s[j] = 0.999f * s[j] + 0.001f * g[j] * g[j];
      w[j] -= rate * m[j] * scale_m / (sqrtf(s[j] * scale_s) + 1e-8f);
    }
  }
}
