import { DERIVED_FACTS, type SubjectKind } from "../../kernel/facts.ts";
import { columnForm, SMALL_UNKNOWN } from "./columns.ts";
import { lastDayOfMonths, lastDayOfYears, dayOf } from "./day-numbers.ts";
import { expressionsOf, walk } from "./expression-names.ts";
import type { Comparison, Expr } from "./expression.ts";
import { NO, UNKNOWN, YES } from "./interpret.ts";
import { findStored } from "./known-fact.ts";
import type { Entry } from "./policy-set.ts";
import { mirrored } from "./scope.ts";

/**
 * Bands: ages, dates and counts are mostly compared with a handful of fixed figures (60, 80, 90). Which of the ranges
 * between them a subject falls into is worked out once, as a small column of its own; every comparison is then a mask
 * over that column, joins with others, and costs neither calendar nor branch.
 */
export type Band = {
  /** name of the small column: `band:birth_date:years` */
  column: string;
  source: string;
  /** full years or months from the source's date to the day of the decision, or the source's own value */
  measure: "years" | "months" | "value";
  /** the range in which a measure is believed; outside it is unknown */
  low: number;
  high: number;
  /** ascending: code n means that n of these are reached */
  thresholds: number[];
};

/** Days of the calendar that dates are read with: 1800-01-01 to 2999-12-31. */
export const FIRST_DAY = dayOf(1800, 1, 1);
export const LAST_DAY = dayOf(2999, 12, 31);

/** The bands of a set's conditions; a source that is compared with too many figures gets none. */
export function bandsOf(entries: readonly Entry[], kind: SubjectKind): Map<string, Band> {
  const bands = new Map<string, Band>();
  for (const { benefit, parameters } of entries) {
    for (const expr of [benefit.when, ...expressionsOf(benefit.amount)]) {
      walk(expr, (node) => {
        if (node.op !== "compare") return;
        for (const [side, other, comparison] of [[node.left, node.right, node.comparison], [node.right, node.left, mirrored(node.comparison)]] as const) {
          const figure = fixedFigure(other, parameters);
          const band = figure === undefined ? undefined : measureOf(side, kind);
          if (!band || figure === undefined) continue;
          const known = bands.get(band.column) ?? band;
          bands.set(band.column, known);
          for (const threshold of turns(comparison, figure)) if (threshold > known.low && threshold <= known.high && !known.thresholds.includes(threshold)) known.thresholds.push(threshold);
        }
      });
    }
  }
  for (const [column, band] of bands) {
    band.thresholds.sort((a, b) => a - b);
    if (band.thresholds.length >= SMALL_UNKNOWN) bands.delete(column);
  }
  return bands;
}

/** A comparison as a mask over a band; undefined where it is not of that form or has no band. */
export function bandMask(expr: Expr & { op: "compare" }, kind: SubjectKind, parameters: Readonly<Record<string, number>>, bands: ReadonlyMap<string, Band>): { column: string; mask: number } | undefined {
  for (const [side, other, comparison] of [[expr.left, expr.right, expr.comparison], [expr.right, expr.left, mirrored(expr.comparison)]] as const) {
    const figure = fixedFigure(other, parameters);
    const measure = figure === undefined ? undefined : measureOf(side, kind);
    const band = measure && bands.get(measure.column);
    if (!band || figure === undefined) continue;
    let mask = UNKNOWN << (SMALL_UNKNOWN * 2);
    // The least measure of each range stands for all of it, since every figure that matters begins one.
    [band.low, ...band.thresholds].forEach((measured, code) => {
      mask |= (meets(comparison, measured, figure) ? YES : NO) << (code * 2);
    });
    return { column: band.column, mask };
  }
  return undefined;
}

/** The body of the loop that works out a band, `c` being the source's column and `k` constants of the day. */
export function bandBody(band: Band): { body: string; constants: ((day: number) => number)[] } {
  const falling = band.measure !== "value";
  const cut = band.measure === "years" ? lastDayOfYears : lastDayOfMonths;
  const low = (day: number) => (falling ? Math.max(FIRST_DAY, cut(band.high + 1, day) + 1) : band.low);
  const high = (day: number) => (falling ? Math.min(LAST_DAY, cut(band.low, day)) : band.high);
  const constants = [low, (day: number) => high(day) - low(day), ...band.thresholds.map((threshold) => (day: number) => (falling ? cut(threshold, day) : threshold))];
  const reached = band.thresholds.map((_, place) => `((x ${falling ? "<=" : ">="} k${place + 2}) | 0)`);
  return { body: `const x = c[i]; B[i & mask] = (x - k0 >>> 0) <= k1 ? ${["0", ...reached].join(" + ")} : ${SMALL_UNKNOWN};`, constants };
}

function measureOf(expr: Expr, kind: SubjectKind): Band | undefined {
  if (expr.op === "full_years" || expr.op === "full_months") {
    if (expr.to.op !== "as_of" || expr.from.op !== "fact") return undefined;
    const measure = expr.op === "full_years" ? "years" : "months";
    // Wide enough for every date of the calendar, in either direction.
    return { column: `band:${expr.from.fact}:${measure}`, source: expr.from.fact, measure, low: -15_000, high: 15_000, thresholds: [] };
  }
  if (expr.op !== "fact") return undefined;
  const derived = DERIVED_FACTS[kind][expr.fact];
  if (derived?.type === "integer") return { column: `band:${expr.fact}`, source: derived.from, measure: "years", low: derived.min, high: derived.max, thresholds: [] };
  const fact = findStored(kind, expr.fact)!;
  if (columnForm(fact) !== "int" || (fact.type !== "integer" && fact.type !== "date")) return undefined;
  const [low, high] = fact.type === "integer" ? [fact.min, fact.max] : [FIRST_DAY, LAST_DAY];
  return { column: `band:${expr.fact}`, source: expr.fact, measure: "value", low, high, thresholds: [] };
}

function fixedFigure(expr: Expr, parameters: Readonly<Record<string, number>>): number | undefined {
  if ((expr.type.kind === "number" || expr.type.kind === "money") && expr.type.scale !== 0) return undefined;
  if (expr.op === "literal") return typeof expr.value === "number" ? expr.value : undefined;
  return expr.op === "parameter" ? parameters[expr.parameter] : undefined;
}

/** The measures at which a comparison with a figure changes. */
function turns(comparison: Comparison, figure: number): number[] {
  if (comparison === ">=" || comparison === "<") return [figure];
  return comparison === ">" || comparison === "<=" ? [figure + 1] : [figure, figure + 1];
}

function meets(comparison: Comparison, measured: number, figure: number): boolean {
  switch (comparison) {
    case "<":
      return measured < figure;
    case "<=":
      return measured <= figure;
    case ">":
      return measured > figure;
    case ">=":
      return measured >= figure;
    case "==":
      return measured === figure;
    case "!=":
      return measured !== figure;
  }
}
