import { STANDINGS, type Standing } from "../../engines/rules/index.ts";
import type { Fen } from "../../kernel/money.ts";

/** What of one answer makes it another answer. */
export type Answer = { pack: string; benefit: string; standing: Standing; amount: Fen | null; boundsMin: Fen | null; boundsMax: Fen | null; excludedBy: string | null; receiving: boolean };

const codes = new Map(STANDINGS.map((standing, code) => [standing, code]));
const hashes = new Map<string, number>();

/** A 32-bit hash of a benefit's id, with or without its pack (FNV-1a); remembered, since there are few. */
export function hashOf(id: string): number {
  let hash = hashes.get(id);
  if (hash !== undefined) return hash;
  hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hashes.set(id, hash);
  return hash;
}

/**
 * Sums answers on one subject into a number of 52 bits, whatever their order. Two different sets of answers have the
 * same fingerprint once in 4 × 10¹⁵; none at all is 0.
 */
export type Fingerprint = { reset: () => void; add: (benefit: number, standing: number, amount: number, min: number, max: number, by: number, receiving: boolean) => void; value: () => number };

/** @returns its `add` takes hashes of `pack/benefit` and of the excluding id, the code of the standing, figures in 分 with NaN for none, and 0 for excluded by nothing */
export function newFingerprint(): Fingerprint {
  let high = 0;
  let low = 0;
  return {
    reset() {
      high = 0;
      low = 0;
    },
    add(benefit, standing, amount, min, max, by, receiving) {
      let a = mix(benefit ^ (standing + (receiving ? 16 : 0)));
      let b = mix(a ^ by);
      for (let i = 0; i < 3; i += 1) {
        const figure = i === 0 ? amount : i === 1 ? min : max;
        const none = figure !== figure;
        a = mix(a ^ (none ? -1 : figure | 0)) + i;
        b = mix(b ^ a ^ (none ? -1 : (figure / 4_294_967_296) | 0));
      }
      high = (high + a) | 0;
      low = (low + b) | 0;
    },
    value: () => (high >>> 0) * 1_048_576 + (low >>> 12),
  };
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** The fingerprint of the rows that stand for one subject. */
export function fingerprintOf(answers: Iterable<Answer>): number {
  const fingerprint = newFingerprint();
  const figure = (value: Fen | null) => value ?? Number.NaN;
  for (const { pack, benefit, standing, amount, boundsMin, boundsMax, excludedBy, receiving } of answers) {
    fingerprint.add(hashOf(`${pack}/${benefit}`), codes.get(standing)!, figure(amount), figure(boundsMin), figure(boundsMax), excludedBy === null ? 0 : hashOf(excludedBy), receiving);
  }
  return fingerprint.value();
}
