import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { regionPrefix } from "../../kernel/regions.ts";
import { addExact, multiplyExact, rescale, subtractExact, type Exact } from "./exact.ts";
import { monthsBetween, yearsBetween } from "./day-numbers.ts";
import type { Comparison, Expr, ValueType } from "./expression.ts";
import { findDerived, findStored, knownValue, storedFact, type KnownValue } from "./known-fact.ts";

/**
 * Kleene's three values as two bits: "surely" and "possibly". Conjunction is `&`, disjunction is `|`; the compiler uses
 * the same numbers.
 */
export type Truth = 0 | 2 | 3;
export const NO: Truth = 0;
export const UNKNOWN: Truth = 2;
export const YES: Truth = 3;

/** What an expression is read against: one subject on one day, with the parameters of its pack on that day. */
export type Reading = {
  kind: SubjectKind;
  facts: Facts;
  /** day number of the decision */
  day: number;
  /** scaled values; a name that is not here has no value on that day */
  parameters: Readonly<Record<string, number>>;
  /** values of facts already worked out for this subject and day; shared by the readings of several packs */
  known?: Map<string, KnownValue | undefined>;
};

const prefixes = new Map<string, string>();

/** `isWithin` with the prefix of the region above kept: policies name few regions and ask for them very often. */
export function liesWithin(code: string, ancestor: string): boolean {
  let prefix = prefixes.get(ancestor);
  if (prefix === undefined) {
    prefix = regionPrefix(ancestor);
    prefixes.set(ancestor, prefix);
  }
  return code.startsWith(prefix);
}

export function negate(truth: Truth): Truth {
  return truth === UNKNOWN ? UNKNOWN : truth === YES ? NO : YES;
}

/** Whether a condition holds. Unknown facts make it unknown only where they can still change the answer. */
export function holds(expr: Expr, reading: Reading): Truth {
  switch (expr.op) {
    case "and": {
      let truth: Truth = YES;
      for (const arg of expr.args) {
        truth = (truth & holds(arg, reading)) as Truth;
        if (truth === NO) return NO;
      }
      return truth;
    }
    case "or": {
      let truth: Truth = NO;
      for (const arg of expr.args) {
        truth = (truth | holds(arg, reading)) as Truth;
        if (truth === YES) return YES;
      }
      return truth;
    }
    case "not":
      return negate(holds(expr.arg, reading));
    case "compare":
      return compare(expr.comparison, expr.left, expr.right, reading);
    case "in":
      return isIn(expr.arg, expr.options, reading);
    case "within": {
      const region = factOrLiteral(expr.arg, reading);
      return region === undefined ? UNKNOWN : liesWithin(region as string, expr.ancestor) ? YES : NO;
    }
    case "has":
      // Never false: what is not known must not become a "no" without being named.
      return factValue(expr.fact, reading) === undefined ? UNKNOWN : YES;
    default: {
      const value = factOrLiteral(expr, reading);
      return value === undefined ? UNKNOWN : value === true ? YES : NO;
    }
  }
}

/** The figure or day number of a quantity, at the scale of its type; undefined where a fact is unknown. */
export function figure(expr: Expr, reading: Reading): Exact | undefined {
  switch (expr.op) {
    case "literal":
      return expr.value as number;
    case "parameter":
      return reading.parameters[expr.parameter];
    case "as_of":
      return reading.day;
    case "add":
    case "subtract": {
      const scale = scaleOf(expr.type);
      const left = figureAt(expr.left, scale, reading);
      const right = figureAt(expr.right, scale, reading);
      if (left === undefined || right === undefined) return undefined;
      return expr.op === "add" ? addExact(left, right) : subtractExact(left, right);
    }
    case "multiply": {
      const left = figure(expr.left, reading);
      const right = figure(expr.right, reading);
      return left === undefined || right === undefined ? undefined : multiplyExact(left, right);
    }
    case "min":
    case "max":
      return extreme(expr.op, expr.args, scaleOf(expr.type), reading);
    case "full_years":
    case "full_months": {
      const from = figure(expr.from, reading);
      const to = figure(expr.to, reading);
      if (from === undefined || to === undefined) return undefined;
      return expr.op === "full_years" ? yearsBetween(Number(from), Number(to)) : monthsBetween(Number(from), Number(to));
    }
    default:
      return factOrLiteral(expr, reading) as number | undefined;
  }
}

/** The value of a fact as expressions hold it; undefined where it is not known. */
export function factValue(name: string, reading: Reading): KnownValue | undefined {
  const { known } = reading;
  if (!known) return readFact(name, reading);
  let value = known.get(name);
  if (value === undefined && !known.has(name)) {
    value = readFact(name, reading);
    known.set(name, value);
  }
  return value;
}

function readFact(name: string, reading: Reading): KnownValue | undefined {
  const fact = findStored(reading.kind, name);
  if (fact) return knownValue(fact, reading.facts[name]);
  const derived = findDerived(reading.kind, name);
  if (!derived || derived.type !== "integer") return undefined;
  const from = factValue(derived.from, reading);
  if (from === undefined) return undefined;
  const years = yearsBetween(from as number, reading.day);
  return years >= derived.min && years <= derived.max ? years : undefined;
}

/** Adds the stored facts that keep a condition unknown: those on branches which are themselves undetermined. */
export function collectMissing(expr: Expr, reading: Reading, missing: Set<string>): void {
  switch (expr.op) {
    case "and":
    case "or":
      if (holds(expr, reading) === UNKNOWN) for (const arg of expr.args) collectMissing(arg, reading, missing);
      return;
    case "not":
      return collectMissing(expr.arg, reading, missing);
    default:
      collectUnknownFacts(expr, reading, missing);
  }
}

/** Adds every unknown fact that a quantity or comparison reads. */
export function collectUnknownFacts(expr: Expr, reading: Reading, missing: Set<string>): void {
  if (expr.op === "and" || expr.op === "or" || expr.op === "not") return collectMissing(expr, reading, missing);
  if (expr.op === "fact" || expr.op === "has") {
    if (factValue(expr.fact, reading) === undefined) missing.add(storedFact(reading.kind, expr.fact));
    return;
  }
  for (const child of childrenOf(expr)) collectUnknownFacts(child, reading, missing);
}

/** The expressions directly within one. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case "not":
    case "in":
    case "within":
      return [expr.arg];
    case "and":
    case "or":
    case "min":
    case "max":
      return expr.args;
    case "compare":
    case "add":
    case "subtract":
    case "multiply":
      return [expr.left, expr.right];
    case "full_years":
    case "full_months":
      return [expr.from, expr.to];
    default:
      return [];
  }
}

/** Decimals that a type's whole numbers carry; 0 for what is not a figure. */
export function scaleOf(type: ValueType): number {
  return type.kind === "number" || type.kind === "money" ? type.scale : 0;
}

export function isFigure(type: ValueType): boolean {
  return type.kind === "number" || type.kind === "money" || type.kind === "date";
}

function factOrLiteral(expr: Expr, reading: Reading): KnownValue | undefined {
  if (expr.op === "fact") return factValue(expr.fact, reading);
  if (expr.op === "literal") return expr.value;
  return undefined;
}

function figureAt(expr: Expr, scale: number, reading: Reading): Exact | undefined {
  const value = figure(expr, reading);
  return value === undefined ? undefined : rescale(value, scale - scaleOf(expr.type));
}

function extreme(op: "min" | "max", args: readonly Expr[], scale: number, reading: Reading): Exact | undefined {
  let best: Exact | undefined;
  for (const arg of args) {
    const value = figureAt(arg, scale, reading);
    if (value === undefined) return undefined;
    if (best === undefined || (op === "min" ? value < best : value > best)) best = value;
  }
  return best;
}

function compare(comparison: Comparison, left: Expr, right: Expr, reading: Reading): Truth {
  if (isFigure(left.type)) {
    const scale = Math.max(scaleOf(left.type), scaleOf(right.type));
    const a = figureAt(left, scale, reading);
    const b = figureAt(right, scale, reading);
    return a === undefined || b === undefined ? UNKNOWN : inOrder(comparison, a, b) ? YES : NO;
  }
  const a = plainValue(left, reading);
  const b = plainValue(right, reading);
  if (a === undefined || b === undefined) return UNKNOWN;
  return (a === b) === (comparison === "==") ? YES : NO;
}

/** A truth, text or region, for comparisons by equality. */
function plainValue(expr: Expr, reading: Reading): KnownValue | undefined {
  if (expr.type.kind !== "boolean") return factOrLiteral(expr, reading);
  const truth = holds(expr, reading);
  return truth === UNKNOWN ? undefined : truth === YES;
}

function inOrder(comparison: Comparison, a: Exact, b: Exact): boolean {
  switch (comparison) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    // A figure may be a number on one side and a bigint on the other, where identity is not equality.
    case "==":
      return !(a < b || a > b);
    case "!=":
      return a < b || a > b;
  }
}

function isIn(arg: Expr, options: readonly (string | number)[], reading: Reading): Truth {
  const value = isFigure(arg.type) ? figure(arg, reading) : factOrLiteral(arg, reading);
  if (value === undefined) return UNKNOWN;
  if (typeof value === "object") return options.some((id) => Object.hasOwn(value, id)) ? YES : NO;
  return options.includes(value as string | number) ? YES : NO;
}
