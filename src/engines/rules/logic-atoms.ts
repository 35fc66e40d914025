import { DERIVED_FACTS, type SubjectKind } from "../../kernel/facts.ts";
import { isWithin, NATION, regionPrefix } from "../../kernel/regions.ts";
import { dayNumber } from "../../kernel/dates.ts";
import type { Comparison, Expr } from "./expression.ts";
import type { Parameter } from "./pack.ts";
import { scaleOf } from "./parse-number.ts";
import { findFact, mirrored } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

/** A value that stands for all values of its cell: no condition of the question tells them apart. */
export type Sample = boolean | number | string;

/** Something that the question turns on: a fact, membership in `receives`, or a computed quantity. */
export type Variable = {
  key: string;
  /** a plain fact can take each of its values independently; a computed quantity perhaps not */
  exact: boolean;
  fact?: string;
  kind: "boolean" | "whole" | "text" | "region";
  /** smallest and largest whole value, in units of `scale` */
  low: number;
  high: number;
  scale: number;
  /** constants that conditions compare it with */
  cuts: Set<Sample>;
  /** all values of an enumeration, where there is one */
  values?: string[];
};

/** A question about one variable. */
export type Atom = { variable: Variable; test: (sample: Sample) => boolean };

/** What the atoms of one question are collected in, for one stretch of days on which parameters stand still. */
export type Ground = { subject: SubjectKind; fromDay: number; toDay: number; variables: Map<string, Variable> };

const UNBOUNDED = Number.MAX_SAFE_INTEGER;
const FIRST_DAY = dayNumber("1800-01-01");
const LAST_DAY = dayNumber("2999-12-31");

const COMPARE: Record<Comparison, (a: Sample, b: Sample) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function variableOf(ground: Ground, made: Omit<Variable, "cuts">): Variable {
  let variable = ground.variables.get(made.key);
  if (!variable) {
    variable = { ...made, cuts: new Set() };
    ground.variables.set(made.key, variable);
  }
  return variable;
}

function factVariable(ground: Ground, name: string): Variable {
  const fact = findFact(ground.subject, name);
  const base = { key: name, exact: true, fact: name, low: 0, high: UNBOUNDED, scale: 0 };
  switch (fact?.type) {
    case "boolean":
      return variableOf(ground, { ...base, kind: "boolean" });
    case "integer":
      return variableOf(ground, { ...base, kind: "whole", low: fact.min, high: fact.max });
    case "number": {
      const unit = 10 ** fact.scale;
      return variableOf(ground, { ...base, kind: "whole", low: fact.min * unit, high: fact.max * unit, scale: fact.scale });
    }
    case "date":
      return variableOf(ground, { ...base, kind: "whole", low: FIRST_DAY, high: LAST_DAY });
    case "enum":
      return variableOf(ground, { ...base, kind: "text", values: Object.keys(fact.values) });
    case "region":
      return variableOf(ground, { ...base, kind: "region" });
    case "text":
      return variableOf(ground, { ...base, kind: "text" });
    default:
      return variableOf(ground, { ...base, kind: "whole" });
  }
}

/** The variable behind one side of a comparison; a computed one ranges over all whole numbers of its scale. */
function sideVariable(ground: Ground, expr: Expr): Variable {
  if (expr.op === "fact") return factVariable(ground, expr.fact);
  if (expr.op === "as_of") {
    return variableOf(ground, { key: "as_of", exact: true, kind: "whole", low: ground.fromDay, high: ground.toDay, scale: 0 });
  }
  return variableOf(ground, { key: writeExpression(expr), exact: false, kind: "whole", low: -UNBOUNDED, high: UNBOUNDED, scale: scaleOf(expr) });
}

/** A comparison with a constant; where the constant is finer than the variable it falls between two of its values. */
function constantAtom(variable: Variable, comparison: Comparison, value: number, scale: number): Atom | boolean {
  const fitted = value * 10 ** (variable.scale - scale);
  if (Number.isInteger(fitted)) {
    variable.cuts.add(fitted);
    return { variable, test: (sample) => COMPARE[comparison](sample, fitted) };
  }
  if (comparison === "==" || comparison === "!=") return comparison === "!=";
  const floor = Math.floor(fitted);
  variable.cuts.add(floor);
  return { variable, test: (sample) => ((sample as number) > floor) === (comparison === ">" || comparison === ">=") };
}

/** Two quantities compared: their difference against nought. */
function differenceAtom(ground: Ground, left: Expr, comparison: Comparison, right: Expr): Atom {
  const [a, b] = [writeExpression(left), writeExpression(right)];
  const flip = a > b;
  const variable = variableOf(ground, { key: flip ? `${b} - ${a}` : `${a} - ${b}`, exact: false, kind: "whole", low: -UNBOUNDED, high: UNBOUNDED, scale: 0 });
  variable.cuts.add(0);
  const sign = flip ? mirrored(comparison) : comparison;
  return { variable, test: (sample) => COMPARE[sign](sample, 0) };
}

/** The atom of a comparison, or its answer where both sides are constant. */
export function compareAtom(ground: Ground, expr: Expr & { op: "compare" }): Atom | boolean {
  const { left, right, comparison } = expr;
  if (left.type.kind === "text" || left.type.kind === "region") {
    if (left.op !== "fact" || right.op !== "literal") return differenceAtom(ground, left, comparison, right);
    const variable = factVariable(ground, left.fact);
    variable.cuts.add(right.value);
    return { variable, test: (sample) => COMPARE[comparison](sample, right.value) };
  }
  if (left.op === "literal" && right.op === "literal") {
    const scale = Math.max(scaleOf(left), scaleOf(right));
    const [a, b] = [left, right].map((side) => Number(side.value) * 10 ** (scale - scaleOf(side)));
    return COMPARE[comparison](a!, b!);
  }
  if (right.op === "literal") return constantAtom(sideVariable(ground, left), comparison, Number(right.value), scaleOf(right));
  if (left.op === "literal") return constantAtom(sideVariable(ground, right), mirrored(comparison), Number(left.value), scaleOf(left));
  return differenceAtom(ground, left, comparison, right);
}

/** The atom of a membership: a fact in a list, or a benefit among those received. */
export function inAtom(ground: Ground, expr: Expr & { op: "in" }): Atom {
  if (expr.arg.type.kind === "benefits") {
    const key = writeExpression(expr);
    const variable = variableOf(ground, { key, exact: true, kind: "boolean", low: 0, high: 1, scale: 0 });
    return { variable, test: (sample) => sample === true };
  }
  const variable = sideVariable(ground, expr.arg);
  for (const option of expr.options) variable.cuts.add(option);
  const options = new Set<Sample>(expr.options);
  return { variable, test: (sample) => options.has(sample) };
}

/** The atom of a region's lying in another. */
export function withinAtom(ground: Ground, expr: Expr & { op: "within" }): Atom {
  const variable = sideVariable(ground, expr.arg);
  variable.cuts.add(expr.ancestor);
  return { variable, test: (sample) => isWithin(sample as string, expr.ancestor) };
}

/** The atom of a plain yes-or-no fact. */
export function booleanAtom(ground: Ground, fact: string): Atom {
  return { variable: factVariable(ground, fact), test: (sample) => sample === true };
}

/** The parameter's value on a day, as a literal; undefined where it has none. */
export function parameterLiteral(parameter: Parameter | undefined, date: string, expr: Expr): Expr | undefined {
  const value = parameter?.values.find((entry) => entry.from <= date && (entry.to === undefined || entry.to >= date));
  return value && { op: "literal", type: expr.type, place: expr.place, value: value.value };
}

/** Facts of which one follows from the other do not vary freely: `age` and `birth_date`. */
export function entangled(subject: SubjectKind, variables: Iterable<Variable>): boolean {
  const names = new Set([...variables].map((variable) => variable.fact));
  return Object.entries(DERIVED_FACTS[subject]).some(([name, fact]) => names.has(name) && names.has(fact.from));
}

/** One value for each cell between the cuts. */
function wholeSamples(variable: Variable): number[] {
  const cuts = [...variable.cuts].map(Number).filter((cut) => cut >= variable.low && cut <= variable.high);
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  const samples: number[] = [];
  let next = variable.low;
  for (const edge of edges) {
    // Nearest to the edge: the value that an officer would try.
    if (next < edge) samples.push(edge - 1);
    samples.push(edge);
    next = edge + 1;
  }
  if (next <= variable.high) samples.push(next);
  return samples;
}

/** A code below `prefix` that is in no narrower region of the question. */
function fillRegion(prefix: string, narrower: string[]): string | undefined {
  if (prefix.length >= 12) return undefined;
  const width = prefix.length < 2 ? 2 : prefix.length < 4 ? 4 : prefix.length < 6 ? 6 : prefix.length < 9 ? 9 : 12;
  for (let tail = 1; tail < 100; tail += 1) {
    const code = `${prefix}${String(tail).padStart(width - prefix.length, "0")}`.padEnd(12, "0");
    if (narrower.every((other) => !isWithin(code, other))) return code;
  }
  return undefined;
}

function regionSamples(variable: Variable): string[] {
  const codes = [...variable.cuts].map(String);
  const inner = codes.flatMap((code) => fillRegion(regionPrefix(code), codes.filter((other) => other !== code && isWithin(other, code))) ?? []);
  const outside = codes.includes(NATION) ? undefined : fillRegion("", codes);
  return [...new Set([...codes, ...inner, ...(outside === undefined ? [] : [outside])])];
}

/** Values that stand for all: each cell of the variable's domain has one. */
export function samplesOf(variable: Variable): Sample[] {
  if (variable.kind === "boolean") return [true, false];
  if (variable.kind === "whole") return wholeSamples(variable);
  if (variable.kind === "region") return regionSamples(variable);
  const mentioned = [...variable.cuts].map(String);
  const other = variable.values ? variable.values.find((value) => !variable.cuts.has(value)) : "某单位";
  return other === undefined ? mentioned : [...mentioned, other];
}
