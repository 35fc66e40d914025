import { partAmount } from "./assess.ts";
import { conditionCode, truthJs, type TruthCode } from "./compile-condition.ts";
import { load, onlySmallFact, tabulate, type Loop } from "./compile-loop.ts";
import { AMOUNT_LIMIT, roundToFen } from "./exact.ts";
import type { Expr } from "./expression.ts";
import { figure, scaleOf, UNKNOWN, YES, type Reading } from "./interpret.ts";
import type { Amount, AmountPart } from "./pack.ts";

/** What an amount is looked up by: a small column (four bits) or the truth of a condition (two bits). */
type Selector = { js: string; bits: number };
/** The amount of a part for the values of the selectors, in their order; NaN where it cannot be told. */
type Lookup = (values: readonly number[]) => number;

/** A table of amounts may have so many entries, the truth of the condition included. */
const MOST_BITS = 12;

/**
 * An amount that takes only a few values (tables of fixed figures, figures by level) as one table, looked up by the
 * truth of the condition and by what the amount depends on: no branch, so nothing to guess wrongly. Undefined where the
 * amount has other quantities in it.
 *
 * @returns the index into the tables `standing` and `amount`, whose high bits are the truth `k`
 */
export function finiteAmount(amount: Amount & { form: "parts" }, loop: Loop): { index: string; standings: number[]; amounts: number[] } | undefined {
  const selectors: Selector[] = [];
  const saved = [...loop.before];
  const parts = amount.parts.map((part) => partLookup(part, selectors, loop));
  const cap = amount.cap && fixedFen(amount.cap, loop);
  const bits = selectors.reduce((sum, selector) => sum + selector.bits, 0);
  if (parts.includes(undefined) || (amount.cap && cap === undefined) || bits + 2 > MOST_BITS) {
    loop.before = saved;
    return undefined;
  }
  const amounts: number[] = [];
  const standings: number[] = [];
  for (let entry = 0; entry < 4 << bits; entry += 1) {
    const values = valuesOf(entry, selectors);
    const truth = entry >> bits;
    const sum = parts.reduce((total, part) => total + part!(values), 0);
    const fen = cap === undefined ? sum : Math.min(cap, sum);
    if (fen > AMOUNT_LIMIT) {
      loop.before = saved;
      return undefined;
    }
    amounts.push(truth === YES ? fen : Number.NaN);
    standings.push(truth === YES && Number.isNaN(fen) ? UNKNOWN : truth);
  }
  return { index: indexOf(selectors), standings, amounts };
}

function indexOf(selectors: readonly Selector[]): string {
  return selectors.reduce((index, { js, bits }) => `(${index} << ${bits} | ${js})`, "k");
}

/** The selectors' values that an index stands for; the last selector has the lowest bits. */
function valuesOf(entry: number, selectors: readonly Selector[]): number[] {
  let rest = entry;
  const values: number[] = [];
  for (const { bits } of [...selectors].reverse()) {
    values.unshift(rest & ((1 << bits) - 1));
    rest >>= bits;
  }
  return values;
}

function select(selectors: Selector[], js: string, bits: number): number {
  const known = selectors.findIndex((selector) => selector.js === js);
  return known >= 0 ? known : selectors.push({ js, bits }) - 1;
}

function partLookup(part: AmountPart, selectors: Selector[], loop: Loop): Lookup | undefined {
  const exprs = [part.times, part.value, ...(part.table ?? []).flatMap((row) => [row.when, row.value])].filter((expr): expr is Expr => expr !== undefined);
  const small = onlySmallFact(loop, exprs);
  if (small) {
    const amounts: number[] = Array.from({ length: 16 }, () => Number.NaN);
    tabulate(loop, small.name, small.fact, (reading, code) => {
      amounts[code] = partAmount(part, reading) ?? Number.NaN;
    });
    const place = select(selectors, load(loop, small.name), 4);
    return (values) => amounts[values[place]!]!;
  }
  if (part.times && !isFixed(part.times)) return undefined;
  if (part.value) {
    const fen = isFixed(part.value) ? partAmount(part, fixedReading(loop)) : undefined;
    return fen === undefined ? undefined : () => fen;
  }
  return tableLookup(part, selectors, loop);
}

function tableLookup(part: AmountPart, selectors: Selector[], loop: Loop): Lookup | undefined {
  const rows = part.table!.map((row) => {
    if (!isFixed(row.value)) return undefined;
    const { table: _, ...rest } = part;
    const fen = partAmount({ ...rest, value: row.value }, fixedReading(loop));
    return { asked: row.when && truthSelector(conditionCode(row.when, loop), selectors, loop), fen: fen ?? Number.NaN };
  });
  if (rows.includes(undefined)) return undefined;
  return (values) => {
    for (const row of rows) {
      const truth = row!.asked ? row!.asked(values) : YES;
      if (truth === UNKNOWN) return Number.NaN;
      if (truth === YES) return row!.fen;
    }
    return Number.NaN;
  };
}

/** The truth of a row as a function of the selectors; rows over one small column share it. */
function truthSelector(code: TruthCode, selectors: Selector[], loop: Loop): Lookup {
  if (code.form === "truth") return () => code.truth;
  if (code.form === "mask") {
    const place = select(selectors, load(loop, code.column), 4);
    return (values) => (code.mask >>> (values[place]! * 2)) & 3;
  }
  const place = select(selectors, truthJs(code, loop), 2);
  return (values) => values[place]!;
}

function isFixed(expr: Expr): boolean {
  return expr.op === "literal" || expr.op === "parameter";
}

function fixedReading(loop: Loop): Reading {
  return { kind: loop.kind, facts: {}, day: 0, parameters: loop.parameters };
}

function fixedFen(expr: Expr, loop: Loop): number | undefined {
  const value = isFixed(expr) ? figure(expr, fixedReading(loop)) : undefined;
  return value === undefined ? undefined : roundToFen(value, scaleOf(expr.type));
}
