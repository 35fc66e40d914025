import { addDays, addMonths, fullMonths, fullYears, isCivilDate, type CivilDate } from "../../kernel/dates.ts";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { decide } from "./decide.ts";
import { expressionsOf, walk } from "./expression-names.ts";
import type { Comparison, Expr } from "./expression.ts";
import { findDerived, findStored } from "./known-fact.ts";
import type { Decision, Pack } from "./pack.ts";
import type { PolicySet } from "./policy-set.ts";
import { mirrored } from "./scope.ts";

/**
 * The next date after `after` on which some answer for this subject changes by the calendar alone: a birthday or a full
 * month, a date that a rule compares with, a document, benefit or parameter that begins or ends.
 *
 * Found by trying the dates on which anything could change, in their order; undefined where no answer changes any more.
 * A rule that counts from today towards a later date makes it tomorrow, whether or not anything changes then.
 *
 * @throws AppError as `decide` does
 */
export function thresholds(set: PolicySet, facts: Facts, after: CivilDate): CivilDate | undefined {
  const plan = planOf(set);
  if (plan.daily) return addDays(after, 1);
  const found = new Set<CivilDate>(set.breaks.filter((date) => date > after));
  const add = (date: CivilDate | undefined) => {
    if (date !== undefined && date > after) found.add(date);
  };
  for (const { from, unit, counts, every } of plan.spans.values()) {
    const start = facts[from];
    if (typeof start !== "string" || !isCivilDate(start)) continue;
    for (const count of counts) add(completion(start, count, unit));
    if (every) add(completion(start, elapsed(start, after, unit) + 1, unit));
  }
  for (const date of plan.dates) add(date);
  for (const name of plan.dateFacts) {
    const date = facts[name];
    if (typeof date !== "string" || !isCivilDate(date)) continue;
    add(date);
    add(addDays(date, 1));
  }
  const now = answers(decide(set, facts, after));
  return [...found].sort().find((date) => answers(decide(set, facts, date)) !== now);
}

/** What is counted from a fact to the day of the decision, and the counts on which an answer may turn. */
type Span = { from: string; unit: "years" | "months"; counts: Set<number>; /** not compared with fixed figures only */ every: boolean };
type Plan = { spans: Map<string, Span>; dates: Set<CivilDate>; dateFacts: Set<string>; /** something counts towards a later date: any day may matter */ daily: boolean };

const plans = new WeakMap<PolicySet, Plan>();

function planOf(set: PolicySet): Plan {
  const known = plans.get(set);
  if (known) return known;
  const plan: Plan = { spans: new Map(), dates: new Set(), dateFacts: new Set(), daily: false };
  for (const pack of set.packs) {
    for (const benefit of pack.benefits) {
      if (benefit.subject !== set.kind) continue;
      for (const expr of [benefit.when, ...expressionsOf(benefit.amount)]) look(expr, set.kind, pack, plan);
    }
  }
  plans.set(set, plan);
  return plan;
}

/** Everything of an answer that the calendar can change. */
function answers(decisions: readonly Decision[]): string {
  return JSON.stringify(decisions.map(({ benefit, pack, standing, amount, bounds, excludedBy }) => [pack, benefit, standing, amount, bounds, excludedBy]));
}

function look(expr: Expr, kind: SubjectKind, pack: Pack, plan: Plan): void {
  const counted = new Set<Expr>();
  walk(expr, (node) => {
    if (node.op === "compare") {
      lookAtComparison(node.left, node.comparison, node.right, { kind, pack, plan, counted });
      lookAtComparison(node.right, mirrored(node.comparison), node.left, { kind, pack, plan, counted });
    } else if (node.op === "in") {
      const span = spanOf(node.arg, kind, plan);
      if (!span) return;
      for (const option of node.options) turnsAt(span, "==", Number(option));
      counted.add(node.arg);
    } else if (!counted.has(node)) {
      const span = spanOf(node, kind, plan);
      if (span) span.every = true;
      else if ((node.op === "full_years" || node.op === "full_months") && readsToday(node)) plan.daily = true;
    }
  });
}

type Looking = { kind: SubjectKind; pack: Pack; plan: Plan; counted: Set<Expr> };

function lookAtComparison(side: Expr, comparison: Comparison, other: Expr, { kind, pack, plan, counted }: Looking): void {
  if (readsToday(side)) collectDates(other, kind, plan);
  const span = spanOf(side, kind, plan);
  const figures = span && fixedFigures(other, pack);
  if (!span || !figures) return;
  for (const figure of figures) turnsAt(span, comparison, figure);
  counted.add(side);
}

/** Notes the counts at which a comparison changes; ages are no longer believed beyond 150. */
function turnsAt(span: Span, comparison: Comparison, figure: number): void {
  if (comparison !== ">" && comparison !== "<=") span.counts.add(figure);
  if (comparison !== ">=" && comparison !== "<") span.counts.add(figure + 1);
}

function spanOf(node: Expr, kind: SubjectKind, plan: Plan): Span | undefined {
  const derived = node.op === "fact" ? findDerived(kind, node.fact) : undefined;
  if (derived?.type === "integer") return spanNamed(plan, derived.from, "years", [derived.min, derived.max + 1]);
  if ((node.op !== "full_years" && node.op !== "full_months") || node.from.op !== "fact" || node.to.op !== "as_of") return undefined;
  return spanNamed(plan, node.from.fact, node.op === "full_years" ? "years" : "months", []);
}

function spanNamed(plan: Plan, from: string, unit: Span["unit"], counts: readonly number[]): Span {
  const key = `${from} ${unit}`;
  const span = plan.spans.get(key) ?? { from, unit, counts: new Set(), every: false };
  for (const count of counts) span.counts.add(count);
  plan.spans.set(key, span);
  return span;
}

/** The figures that a literal or parameter can have; undefined for what differs between subjects. */
function fixedFigures(expr: Expr, pack: Pack): number[] | undefined {
  if (expr.op === "literal") return [Number(expr.value)];
  return expr.op === "parameter" ? pack.parameters[expr.parameter]!.values.map(({ value }) => value) : undefined;
}

/** The day on which a number of full years or months is complete; one that a month does not have waits for the next. */
function completion(from: CivilDate, count: number, unit: Span["unit"]): CivilDate | undefined {
  const months = unit === "years" ? count * 12 : count;
  if (!Number.isInteger(months) || months < 0 || months > 10_000) return undefined;
  const date = addMonths(from, months);
  return elapsed(from, date, unit) < count ? addDays(date, 1) : date;
}

function elapsed(from: CivilDate, to: CivilDate, unit: Span["unit"]): number {
  return unit === "years" ? fullYears(from, to) : fullMonths(from, to);
}

function readsToday(expr: Expr): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.op === "as_of";
  });
  return found;
}

/** Dates that the day of the decision is compared with: named ones, and facts. */
function collectDates(expr: Expr, kind: SubjectKind, plan: Plan): void {
  walk(expr, (node) => {
    if (node.op === "literal" && node.type.kind === "date") {
      const date = addDays("1970-01-01", Number(node.value));
      plan.dates.add(date).add(addDays(date, 1));
    }
    if (node.op === "fact" && findStored(kind, node.fact)?.type === "date") plan.dateFacts.add(node.fact);
  });
}
