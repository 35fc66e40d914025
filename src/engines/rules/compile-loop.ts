import type { Fact, SubjectKind } from "../../kernel/facts.ts";
import type { Band } from "./compile-bands.ts";
import { columnForm, INT_UNKNOWN, SMALL_UNKNOWN, smallDomain } from "./columns.ts";
import type { Expr } from "./expression.ts";
import { walk } from "./expression-names.ts";
import { holds, UNKNOWN, type Reading, type Truth } from "./interpret.ts";
import { findStored, storedFact } from "./known-fact.ts";

/**
 * One loop that is being written: which columns it loads at each subject, which constants of the day it needs, and what
 * must be computed before the expression that is being put together.
 */
export type Loop = {
  kind: SubjectKind;
  parameters: Readonly<Record<string, number>>;
  texts: ReadonlyMap<string, number>;
  bands: ReadonlyMap<string, Band>;
  /** column names in the order of the loop's `C` argument; column n is loaded as `x{n}` */
  columns: string[];
  /** constants that follow from the day of the decision, as `k{n}` */
  constants: ((day: number) => number)[];
  /** statements that come before the expression at hand */
  before: string[];
  /** tables of standings and amounts, as `m{n}` */
  tables: (readonly number[])[];
  /** count of temporaries `t{n}` */
  temporaries: number;
};

export function newLoop(kind: SubjectKind, parameters: Readonly<Record<string, number>>, texts: ReadonlyMap<string, number>, bands: ReadonlyMap<string, Band>): Loop {
  return { kind, parameters, texts, bands, columns: [], constants: [], tables: [], before: [], temporaries: 0 };
}

/** The variable that holds a column's value at the subject at hand. */
export function load(loop: Loop, column: string): string {
  let place = loop.columns.indexOf(column);
  if (place < 0) place = loop.columns.push(column) - 1;
  return `x${place}`;
}

/** The variable of a constant of the day. */
export function constant(loop: Loop, value: (day: number) => number): string {
  return `k${loop.constants.push(value) - 1}`;
}

/** Gives a value a name of its own, computed before the expression at hand. */
export function hold(loop: Loop, js: string): string {
  const name = `t${loop.temporaries}`;
  loop.temporaries += 1;
  loop.before.push(`const ${name} = ${js};`);
  return name;
}

/** The JavaScript for "this stored fact is unknown". */
export function isUnknownJs(loop: Loop, name: string): string {
  const form = columnForm(findStored(loop.kind, name)!);
  const x = load(loop, name);
  if (form === "small") return `(${x} === ${SMALL_UNKNOWN})`;
  return form === "int" ? `(${x} === ${INT_UNKNOWN})` : `(${x} !== ${x})`;
}

/**
 * The one small fact that a condition reads, where it reads nothing else but parameters: then a table of sixteen
 * truths, two bits each, says all.
 */
export function onlySmallFact(loop: Loop, exprs: readonly Expr[]): { name: string; fact: Fact } | undefined {
  const names = new Set<string>();
  let timeless = true;
  for (const expr of exprs) {
    walk(expr, (node) => {
      if (node.op === "fact" || node.op === "has") names.add(node.fact);
      if (node.op === "as_of") timeless = false;
    });
  }
  const [name] = names;
  if (names.size !== 1 || !timeless || name === undefined || storedFact(loop.kind, name) !== name) return undefined;
  const fact = findStored(loop.kind, name)!;
  return columnForm(fact) === "small" && fact.type !== "benefits" ? { name, fact } : undefined;
}

/** Calls `answer` for each code of a small fact, unknown last (15). */
export function tabulate(loop: Loop, name: string, fact: Fact, answer: (reading: Reading, code: number) => void): void {
  const reading = (value?: boolean | number | string): Reading => ({ kind: loop.kind, facts: { [name]: value }, day: 0, parameters: loop.parameters });
  smallDomain(fact).forEach((value, code) => answer(reading(value), code));
  answer(reading(), SMALL_UNKNOWN);
}

/** The truths of a condition over a small fact as a mask of two bits a code. */
export function maskOf(loop: Loop, expr: Expr, name: string, fact: Fact): number {
  let mask = 0;
  tabulate(loop, name, fact, (reading, code) => {
    mask |= holds(expr, reading) << (code * 2);
  });
  return mask;
}

/** The mask of the opposite: true and false change places, unknown stays. */
export function negatedMask(mask: number): number {
  let negated = 0;
  for (let code = 0; code <= SMALL_UNKNOWN; code += 1) {
    const truth = ((mask >>> (code * 2)) & 3) as Truth;
    negated |= (truth === UNKNOWN ? UNKNOWN : 3 - truth) << (code * 2);
  }
  return negated;
}

