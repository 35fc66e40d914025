import type { CivilDate } from "../../kernel/dates.ts";
import { constantOn } from "./check-pack.ts";
import { atDay, type Claim } from "./decide-logic.ts";
import type { Amount, AmountPart, Benefit, Pack, Period } from "./pack.ts";
import { writeExpression } from "./write-expression.ts";

/** A benefit in its pack. */
export type Held = { pack: Pack; benefit: Benefit };

/**
 * What is certain to be paid in one case of an amount's tables: 分 for each quantity that is multiplied (`"1"` for a
 * plain sum), and the conditions of the case.
 */
export type AmountCase = { claims: Claim[]; perUnit: Map<string, number> };

/** Above this many combinations of table rows nothing is claimed. */
const MOST_CASES = 500;

/** How often a year; `once` compares only with `once`. */
export const TIMES_A_YEAR: Readonly<Record<Period, number | undefined>> = { once: undefined, month: 12, year: 1 };

function rowCases(part: AmountPart, held: Held, date: CivilDate): { claims: Claim[]; value: number }[] | undefined {
  const { parameters } = held.pack;
  if (part.value) {
    const value = constantOn(part.value, parameters, date);
    return value === undefined ? undefined : [{ claims: [], value }];
  }
  const cases: { claims: Claim[]; value: number }[] = [];
  const before: Claim[] = [];
  for (const row of part.table ?? []) {
    const value = constantOn(row.value, parameters, date);
    if (value === undefined) return undefined;
    cases.push({ claims: [...before, ...(row.when ? [{ expr: row.when, holds: true, parameters }] : [])], value });
    if (row.when) before.push({ expr: row.when, holds: false, parameters });
  }
  return cases;
}

function addTo(perUnit: Map<string, number>, unit: string, fen: number): Map<string, number> {
  return new Map(perUnit).set(unit, (perUnit.get(unit) ?? 0) + fen);
}

function partsCases(amount: Amount & { form: "parts" }, held: Held, date: CivilDate, capped: boolean): AmountCase[] | undefined {
  let cases: AmountCase[] = [{ claims: [], perUnit: new Map() }];
  for (const part of amount.parts) {
    const rows = rowCases(part, held, date);
    if (!rows || cases.length * rows.length > MOST_CASES) return undefined;
    const unit = part.times ? writeExpression(atDay(part.times, held.pack.parameters, date)) : "1";
    cases = cases.flatMap((one) => rows.map((row) => ({ claims: [...one.claims, ...row.claims], perUnit: addTo(one.perUnit, unit, row.value) })));
  }
  if (!amount.cap || !capped) return cases;
  const cap = constantOn(amount.cap, held.pack.parameters, date);
  // A cap over a plain sum is exact; over quantities it may bite or not, which only the facts can say.
  const plain = cases.every(({ perUnit }) => [...perUnit.keys()].every((unit) => unit === "1"));
  if (!plain || cap === undefined) return undefined;
  return cases.map(({ claims, perUnit }) => ({ claims, perUnit: new Map([["1", Math.min(cap, perUnit.get("1") ?? 0)]]) }));
}

/**
 * The cases of an amount on a day, each with what is certain in it; undefined where figures turn on facts in a way that
 * cannot be compared. Of bounds, the lower one is certain.
 */
function amountCases(held: Held, date: CivilDate, capped: boolean): AmountCase[] | undefined {
  const { amount } = held.benefit;
  if (amount.form === "parts") return partsCases(amount, held, date, capped);
  if (amount.form !== "bounds") return undefined;
  const min = constantOn(amount.min, held.pack.parameters, date);
  return min === undefined ? undefined : [{ claims: [], perUnit: new Map([["1", min]]) }];
}

/** Whether an upper cap is at least as tight, so that whoever has no less before the caps has no less after them. */
function capsAgree(lower: Held, upper: Held, date: CivilDate): boolean {
  const [below, above] = [lower, upper].map(({ pack, benefit: { amount, period } }) => {
    const cap = amount.form === "parts" ? amount.cap : undefined;
    const value = cap && constantOn(cap, pack.parameters, date);
    return { given: cap !== undefined, value: value === undefined ? undefined : value * (TIMES_A_YEAR[period] ?? 1) };
  });
  if (!below!.given) return true;
  return below!.value !== undefined && above!.value !== undefined && below!.value >= above!.value;
}

/** The cases of two amounts in a form in which they can be compared; undefined where there is none. */
export function comparableCases(lower: Held, upper: Held, date: CivilDate): { lower: AmountCase[]; upper: AmountCase[] } | undefined {
  for (const capped of capsAgree(lower, upper, date) ? [true, false] : [true]) {
    const [below, above] = [amountCases(lower, date, capped), amountCases(upper, date, capped)];
    if (below && above) return { lower: below, upper: above };
  }
  return undefined;
}

/** Whether one case pays at least what another does: for every quantity, for none, or depending on the facts. */
export function compareCases(lower: AmountCase, upper: AmountCase, lowerTimes: number, upperTimes: number): "enough" | "less" | "unclear" {
  let [less, more] = [false, false];
  for (const unit of new Set([...lower.perUnit.keys(), ...upper.perUnit.keys()])) {
    const difference = (lower.perUnit.get(unit) ?? 0) * lowerTimes - (upper.perUnit.get(unit) ?? 0) * upperTimes;
    if (difference < 0) less = true;
    if (difference > 0) more = true;
  }
  if (!less) return "enough";
  return more ? "unclear" : "less";
}
