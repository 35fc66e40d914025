/** Money as a whole number of 分. Never a fraction; sums over many payments are bigint. */
export type Fen = number;

import { AppError } from "./errors.ts";

const YUAN = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/;

/** `"1200000.00"`, `"75000"`, `75000.5` → 分. Throws `money.malformed` on anything finer than a 分 or not a number. */
export function parseYuan(text: string | number): Fen {
  const match = YUAN.exec(typeof text === "number" ? String(text) : text.trim().replace(/,/g, ""));
  if (!match) throw new AppError("money.malformed", { value: text });
  const fen = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] === "-" ? -fen : fen;
}

/** 分 → 元 with two decimals, without separators: `120000000` → `"1200000.00"`. The form of files and interfaces. */
export function formatYuan(fen: Fen | bigint): string {
  const value = BigInt(fen);
  const digits = (value < 0n ? -value : value).toString().padStart(3, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 分 → 元 with thousands separated, the form of screens: `"1,200,000.00"`. */
export function displayYuan(fen: Fen | bigint): string {
  const [whole = "", part = ""] = formatYuan(fen).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

/** numerator / denominator rounded half away from zero, exactly. */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new AppError("money.division_by_zero");
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (n * 2n + d) / (d * 2n);
  return negative ? -rounded : rounded;
}

/** Ten-thousandths of an amount rounded half away from zero; in plain numbers where they are exact. */
function partOf(amount: Fen, part: number): Fen {
  const product = Math.abs(amount) * part;
  if (!(product + 5000 <= Number.MAX_SAFE_INTEGER)) return Number(roundHalfUp(BigInt(amount) * BigInt(part), 10_000n));
  const share = Math.floor((product + 5000) / 10_000);
  return amount < 0 && share > 0 ? -share : share;
}

/**
 * Divides an amount among payers. Each but the last gets its part rounded half up to the 分; the last gets the
 * remainder, so that the shares always add up to the amount, and none has another sign than it.
 *
 * @param parts in ten-thousandths, adding up to 10,000: `[6000, 4000]` for 6 : 4
 */
export function divideAmount(amount: Fen, parts: readonly number[]): Fen[] {
  if (parts.length === 0 || parts.reduce((sum, part) => sum + part, 0) !== 10_000) {
    throw new AppError("money.parts_not_whole", { parts });
  }
  let left = amount;
  return parts.map((part, index) => {
    if (index === parts.length - 1) return left;
    // of a few 分 among many, rounding up could hand out more than there is
    const share = amount < 0 ? Math.max(partOf(amount, part), left) : Math.min(partOf(amount, part), left);
    left -= share;
    return share;
  });
}
