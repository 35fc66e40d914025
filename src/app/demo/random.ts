/**
 * Seeded randomness for generated data (sfc32, public domain, by C. Doty-Humphrey). Not for secrets.
 */
export type Random = {
  /** 0 ≤ x < 1 */
  next: () => number;
  /** a whole number, 0 ≤ n < bound */
  below: (bound: number) => number;
  chance: (probability: number) => boolean;
  /** 32 random bits */
  bits: () => number;
};

export function seededRandom(seed: number): Random {
  let a = mix(seed >>> 0);
  let b = mix(Math.floor(seed / 4_294_967_296) ^ a);
  let c = mix(b ^ 0x9e3779b9);
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) bits();
  const next = (): number => bits() / 4_294_967_296;
  return { next, bits, below: (bound) => Math.floor(next() * bound), chance: (probability) => next() < probability };
}

/** Scrambles 32 bits (the finalizer of MurmurHash3), so that neighbouring seeds have nothing in common. */
function mix(value: number): number {
  let x = (value + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** A seed of its own for each text (a region code), so that its luck does not depend on the order of drawing. */
export function textSeed(seed: number, text: string): number {
  let hash = mix(seed >>> 0) ^ Math.floor(seed / 4_294_967_296);
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return mix(hash) >>> 0;
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)]!;
}

/** The index drawn by weights that sum to about 1; the last takes what is left. For a handful of weights. */
export function drawIndex(random: Random, weights: readonly number[]): number {
  let rest = random.next();
  const last = weights.length - 1;
  for (let i = 0; i < last; i += 1) {
    rest -= weights[i]!;
    if (rest < 0) return i;
  }
  return last;
}

/** Draws an index by any weights in constant time (Vose's alias method); for long tables. */
export function aliasTable(weights: readonly number[]): (random: Random) => number {
  const count = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = weights.map((weight) => (weight * count) / total);
  const alias = new Int32Array(count);
  const small = share.flatMap((value, index) => (value < 1 ? [index] : []));
  const large = share.flatMap((value, index) => (value < 1 ? [] : [index]));
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.at(-1)!;
    alias[low] = high;
    share[high]! -= 1 - share[low]!;
    if (share[high]! < 1) small.push(large.pop()!);
  }
  for (const index of [...small, ...large]) share[index] = 1;
  const keep = Float64Array.from(share);
  return (random) => {
    const place = random.next() * count;
    const index = Math.floor(place);
    return place - index < keep[index]! ? index : alias[index]!;
  };
}
