import { addDays, dateOfDay, dayNumber, type CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { findFact } from "./scope.ts";
import type { Expr } from "./expression.ts";
import {
  booleanAtom, compareAtom, entangled, inAtom, parameterLiteral, samplesOf, withinAtom,
  type Atom, type Ground, type Sample, type Variable,
} from "./logic-atoms.ts";
import type { Parameter } from "./pack.ts";
import { writeFigure } from "./write-expression.ts";

/** A condition that is to hold, or not to hold, with the parameters of its own pack. */
export type Claim = { expr: Expr; holds: boolean; parameters: Readonly<Record<string, Parameter>> };

/** Whose facts, and which days. An open end means: as far as parameters go. */
export type Setting = { subject: SubjectKind; from: CivilDate; to?: CivilDate };

/**
 * A subject for whom all claims come true. `exact` is false where it rests on a quantity computed from facts, or where
 * the search was given up: then the case has not been excluded, but need not exist.
 */
export type FoundCase = { exact: boolean; date: CivilDate; facts: { fact: string; value: Sample }[]; text: string };

type Formula =
  | { form: "constant"; value: boolean }
  | { form: "atom"; variable: number; answers: boolean[] }
  | { form: "not"; arg: Formula }
  | { form: "and" | "or"; args: Formula[] };
type Unsolved = boolean | Atom | { op: "not"; arg: Unsolved } | { op: "and" | "or"; args: Unsolved[] };

/** Above this many steps the answer is "cannot be shown": conditions of real documents need a few hundred. */
const MOST_STEPS = 400_000;
const OPEN_END: CivilDate = "2999-12-31";

/** An expression with its parameters put in as figures of that day, so that only facts and the date are left. */
export function atDay(expr: Expr, parameters: Claim["parameters"], date: CivilDate): Expr {
  const into = (arg: Expr): Expr => atDay(arg, parameters, date);
  switch (expr.op) {
    case "parameter":
      return parameterLiteral(parameters[expr.parameter], date, expr) ?? expr;
    case "compare":
    case "add":
    case "subtract":
    case "multiply":
      return { ...expr, left: into(expr.left), right: into(expr.right) };
    case "and":
    case "or":
    case "min":
    case "max":
      return { ...expr, args: expr.args.map(into) };
    case "not":
      return { ...expr, arg: into(expr.arg) };
    default:
      return expr;
  }
}

function ground(expr: Expr, at: Ground): Unsolved {
  switch (expr.op) {
    case "literal":
      return expr.value === true;
    case "fact":
      return booleanAtom(at, expr.fact);
    case "has":
      // The question is about subjects whose facts are all known.
      return true;
    case "not":
      return { op: "not", arg: ground(expr.arg, at) };
    case "and":
    case "or":
      return { op: expr.op, args: expr.args.map((arg) => ground(arg, at)) };
    case "compare":
      return compareAtom(at, expr);
    case "in":
      return inAtom(at, expr);
    case "within":
      return withinAtom(at, expr);
    default:
      throw new Error(`not a condition: ${expr.op}`);
  }
}

/** Cuts are only complete when all claims are grounded; then each atom's answers per cell are tabled. */
function table(unsolved: Unsolved, variables: Variable[], samples: Sample[][]): Formula {
  if (typeof unsolved === "boolean") return { form: "constant", value: unsolved };
  if ("test" in unsolved) {
    const variable = variables.indexOf(unsolved.variable);
    return { form: "atom", variable, answers: samples[variable]!.map(unsolved.test) };
  }
  if (unsolved.op === "not") return { form: "not", arg: table(unsolved.arg, variables, samples) };
  return { form: unsolved.op, args: unsolved.args.map((arg) => table(arg, variables, samples)) };
}

/** Kleene's answer while some variables are still open (−1): true, false, or undefined. */
function answer(formula: Formula, chosen: Int32Array): boolean | undefined {
  switch (formula.form) {
    case "constant":
      return formula.value;
    case "atom": {
      const at = chosen[formula.variable]!;
      return at < 0 ? undefined : formula.answers[at];
    }
    case "not": {
      const inner = answer(formula.arg, chosen);
      return inner === undefined ? undefined : !inner;
    }
    default: {
      const decisive = formula.form === "or";
      let open = false;
      for (const arg of formula.args) {
        const inner = answer(arg, chosen);
        if (inner === decisive) return decisive;
        if (inner === undefined) open = true;
      }
      return open ? undefined : !decisive;
    }
  }
}

/** The first variable that an undecided formula still turns on. */
function openVariable(formula: Formula, chosen: Int32Array): number {
  if (formula.form === "atom") return chosen[formula.variable]! < 0 ? formula.variable : -1;
  if (formula.form === "constant") return -1;
  if (formula.form === "not") return openVariable(formula.arg, chosen);
  for (const arg of formula.args) {
    if (answer(arg, chosen) !== undefined) continue;
    const found = openVariable(arg, chosen);
    if (found >= 0) return found;
  }
  return -1;
}

type Search = { formulas: { formula: Formula; holds: boolean }[]; samples: Sample[][]; chosen: Int32Array; steps: number };

/** Depth first: true when all claims come true, leaving the choice; undefined when given up. */
function search(state: Search): boolean | undefined {
  state.steps += 1;
  if (state.steps > MOST_STEPS) return undefined;
  let open: Formula | undefined;
  for (const { formula, holds } of state.formulas) {
    const found = answer(formula, state.chosen);
    if (found === !holds) return false;
    if (found === undefined) open ??= formula;
  }
  if (!open) return true;
  const variable = openVariable(open, state.chosen);
  for (let at = 0; at < state.samples[variable]!.length; at += 1) {
    state.chosen[variable] = at;
    const found = search(state);
    if (found !== false) return found;
  }
  state.chosen[variable] = -1;
  return false;
}

/** Days on which some parameter of the claims changes cut the setting into stretches. */
function stretches(claims: Claim[], setting: Setting): { from: CivilDate; to: CivilDate }[] {
  const to = setting.to ?? OPEN_END;
  const starts = new Set([setting.from]);
  for (const { parameters } of claims) {
    for (const parameter of Object.values(parameters)) {
      for (const value of parameter.values) {
        if (value.from > setting.from && value.from <= to) starts.add(value.from);
        const next = value.to === undefined ? undefined : addDays(value.to, 1);
        if (next !== undefined && next > setting.from && next <= to) starts.add(next);
      }
    }
  }
  const sorted = [...starts].sort();
  return sorted.map((from, index) => ({ from, to: index + 1 < sorted.length ? addDays(sorted[index + 1]!, -1) : to }));
}

function describe(variable: Variable, sample: Sample, subject: SubjectKind): string {
  const fact = variable.fact === undefined ? undefined : findFact(subject, variable.fact);
  if (!fact) return typeof sample === "boolean" ? `${variable.key} ${sample ? "成立" : "不成立"}` : `${variable.key} 为 ${sample}`;
  if (typeof sample === "boolean") return `${fact.label}为${sample ? "是" : "否"}`;
  if (fact.type === "enum") return `${fact.label}为${fact.values[sample] ?? sample}`;
  if (fact.type === "date") return `${fact.label}为${dateOfDay(Number(sample))}`;
  if (typeof sample === "string") return `${fact.label}为${sample}`;
  const type = fact.type === "money" ? ({ kind: "money", scale: 0 } as const) : ({ kind: "number", scale: variable.scale } as const);
  return `${fact.label}为${writeFigure(sample, type)}${fact.unit ?? ""}`;
}

function searchStretch(claims: Claim[], subject: SubjectKind, stretch: { from: CivilDate; to: CivilDate }): FoundCase | undefined {
  const at: Ground = { subject, fromDay: dayNumber(stretch.from), toDay: dayNumber(stretch.to), variables: new Map() };
  const unsolved = claims.map(({ expr, parameters }) => ground(atDay(expr, parameters, stretch.from), at));
  const variables = [...at.variables.values()];
  const samples = variables.map(samplesOf);
  const formulas = claims.map(({ holds }, index) => ({ formula: table(unsolved[index]!, variables, samples), holds }));
  const state: Search = { formulas, samples, chosen: new Int32Array(variables.length).fill(-1), steps: 0 };
  const found = search(state);
  if (found === false) return undefined;
  const used = variables.flatMap((variable, index) => (state.chosen[index]! < 0 ? [] : [{ variable, sample: samples[index]![state.chosen[index]!]! }]));
  const exact = found === true && used.every(({ variable }) => variable.exact) && !entangled(subject, used.map(({ variable }) => variable));
  const day = used.find(({ variable }) => variable.key === "as_of");
  return {
    exact,
    date: day ? dateOfDay(Number(day.sample)) : stretch.from,
    facts: used.flatMap(({ variable, sample }) => (variable.fact === undefined ? [] : [{ fact: variable.fact, value: sample }])),
    text: used.filter(({ variable }) => variable.key !== "as_of").map(({ variable, sample }) => describe(variable, sample, subject)).join("，"),
  };
}

/**
 * Looks for a subject, all of whose facts are known, and a day on which every claim comes true. Each fact's domain is
 * cut at the constants that conditions compare it with; one value for each cell is tried, depth first, and a branch is
 * left as soon as three-valued logic shows that a claim cannot come true any more. No case found is a proof that there
 * is none.
 */
export function findCase(claims: Claim[], setting: Setting): FoundCase | undefined {
  let doubtful: FoundCase | undefined;
  for (const stretch of stretches(claims, setting)) {
    const found = searchStretch(claims, setting.subject, stretch);
    if (found?.exact) return found;
    doubtful ??= found;
  }
  return doubtful;
}
