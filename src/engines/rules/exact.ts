import { AppError } from "../../kernel/errors.ts";
import type { Fen } from "../../kernel/money.ts";

/**
 * A whole number of any size: a plain number while it is exact, a bigint beyond 2^53. A sum or product of whole doubles
 * is exact whenever its result stays within the safe range, so only the result needs looking at.
 */
export type Exact = number | bigint;

const SAFE = Number.MAX_SAFE_INTEGER;

/** 7,505,999,378,950.82元: the largest amount of which twelve months can still be counted exactly. */
export const AMOUNT_LIMIT = Math.floor(SAFE / 12);

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, digits) => 10 ** digits);

export function addExact(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= SAFE && sum >= -SAFE) return sum;
  }
  return BigInt(a) + BigInt(b);
}

export function subtractExact(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference <= SAFE && difference >= -SAFE) return difference;
  }
  return BigInt(a) - BigInt(b);
}

export function multiplyExact(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (product <= SAFE && product >= -SAFE) return product;
  }
  return BigInt(a) * BigInt(b);
}

/** The same quantity held with `digits` more decimals. */
export function rescale(value: Exact, digits: number): Exact {
  if (digits === 0) return value;
  return digits < POWERS_OF_TEN.length ? multiplyExact(value, POWERS_OF_TEN[digits]!) : BigInt(value) * 10n ** BigInt(digits);
}

/**
 * A figure of `scale` decimals as whole 分, rounded half up; below zero counts as zero, because no benefit takes money.
 *
 * @throws AppError `benefit.amount_too_large` where the result passes `AMOUNT_LIMIT`
 */
export function roundToFen(value: Exact, scale: number): Fen {
  if (value <= 0) return 0;
  if (scale === 0 && value <= AMOUNT_LIMIT) return Number(value);
  const unit = 10n ** BigInt(scale);
  const half = (POWERS_OF_TEN[scale] ?? Number.POSITIVE_INFINITY) / 2;
  // Exact: both terms are whole and their sum is safe, and a quotient below n differs from n by at least 1/unit.
  if (scale > 0 && typeof value === "number" && value + half <= SAFE) return Math.floor((value + half) / POWERS_OF_TEN[scale]!);
  const rounded = (BigInt(value) * 2n + unit) / (unit * 2n);
  if (rounded > BigInt(AMOUNT_LIMIT)) throw new AppError("benefit.amount_too_large", { amount: rounded.toString() });
  return Number(rounded);
}
