import { DERIVED_FACTS } from "../../kernel/facts.ts";
import { regionPrefix } from "../../kernel/regions.ts";
import { columnForm, INT_UNKNOWN, SMALL_UNKNOWN } from "./columns.ts";
import { bandMask } from "./compile-bands.ts";
import { figureAt, figureCode } from "./compile-figure.ts";
import { hold, isUnknownJs, load, maskOf, negatedMask, onlySmallFact, type Loop } from "./compile-loop.ts";
import type { Comparison, Expr } from "./expression.ts";
import { isFigure, negate, NO, scaleOf, YES, type Truth } from "./interpret.ts";
import { findStored, storedFact } from "./known-fact.ts";

/**
 * A condition as JavaScript without branches. Its value is a truth of two bits (see `Truth`), so that conjunction is
 * `&` and disjunction is `|`; conditions over one small fact are masks, which join before anything is written.
 */
export type TruthCode = { form: "truth"; truth: Truth } | { form: "mask"; column: string; mask: number } | { form: "js"; js: string };

/** Writes a condition. */
export function conditionCode(expr: Expr, loop: Loop): TruthCode {
  const small = onlySmallFact(loop, [expr]);
  if (small) return maskCode(small.name, maskOf(loop, expr, small.name, small.fact));
  switch (expr.op) {
    case "and":
    case "or":
      return joined(expr.op, expr.args.map((arg) => conditionCode(arg, loop)), loop);
    case "not":
      return negated(conditionCode(expr.arg, loop), loop);
    case "literal":
      return { form: "truth", truth: expr.value === true ? YES : NO };
    case "has":
      return { form: "js", js: `(${knownJs(expr.fact, loop)} ? 3 : 2)` };
    case "in":
      return inCode(expr.arg, expr.options, loop);
    case "within": {
      const x = load(loop, (expr.arg as Expr & { op: "fact" }).fact);
      const [low, high] = regionRange(expr.ancestor);
      return pair(`(${x} >= ${low}) & (${x} < ${high})`, `(${x} < ${low}) | (${x} >= ${high})`);
    }
    case "compare":
      return compareCode(expr, loop);
    default:
      throw new TypeError(`not a condition: ${expr.op}`);
  }
}

/** The JavaScript of a condition's truth. */
export function truthJs(code: TruthCode, loop: Loop): string {
  if (code.form === "truth") return String(code.truth);
  if (code.form === "js") return code.js;
  return `(${code.mask} >>> (${load(loop, code.column)} << 1) & 3)`;
}

/** Conjunction or disjunction; masks over the same column become one. */
export function joined(op: "and" | "or", codes: readonly TruthCode[], loop: Loop): TruthCode {
  const settles = op === "and" ? NO : YES;
  const masks = new Map<string, number>();
  const parts: string[] = [];
  for (const code of codes) {
    if (code.form === "truth") {
      if (code.truth === settles) return code;
      if (code.truth === 2) parts.push("2");
    } else if (code.form === "mask") {
      const before = masks.get(code.column);
      masks.set(code.column, before === undefined ? code.mask : op === "and" ? before & code.mask : before | code.mask);
    } else parts.push(code.js);
  }
  const maskCodes = [...masks].map(([column, mask]) => maskCode(column, mask));
  const all = [...maskCodes.map((code) => truthJs(code, loop)), ...parts];
  if (all.length === 0) return { form: "truth", truth: op === "and" ? YES : NO };
  if (all.length === 1 && maskCodes.length === 1) return maskCodes[0]!;
  return { form: "js", js: `(${all.join(op === "and" ? " & " : " | ")})` };
}

/** The numbers from (inclusive) and to (exclusive) which the codes within a region lie. */
export function regionRange(ancestor: string): [number, number] {
  return [Number(ancestor), Number(ancestor) + 10 ** (12 - regionPrefix(ancestor).length)];
}

function maskCode(column: string, mask: number): TruthCode {
  return { form: "mask", column, mask };
}

/** A truth from "surely true" and "surely false". */
function pair(yes: string, no: string): TruthCode {
  return { form: "js", js: `((${yes}) | ((${no}) ^ 1) << 1)` };
}

function negated(code: TruthCode, loop: Loop): TruthCode {
  if (code.form === "truth") return { form: "truth", truth: negate(code.truth) };
  if (code.form === "mask") return maskCode(code.column, negatedMask(code.mask));
  const value = hold(loop, code.js);
  return { form: "js", js: `((${value} >> 1 | (${value} & 1) << 1) ^ 3)` };
}

function knownJs(name: string, loop: Loop): string {
  if (!DERIVED_FACTS[loop.kind][name]) return `!${isUnknownJs(loop, storedFact(loop.kind, name))}`;
  const value = hold(loop, figureCode({ op: "fact", fact: name, type: { kind: "number", scale: 0 }, place: { line: 0, column: 0 } }, loop).js);
  return `${value} === ${value}`;
}

function inCode(arg: Expr, options: readonly (string | number)[], loop: Loop): TruthCode {
  if (arg.type.kind === "benefits") {
    const received = options.map((id) => load(loop, `receives:${id}`)).map((x) => `${x} === ${x}`);
    return { form: "js", js: `(${received.join(" || ")} ? 3 : ${load(loop, "receives")} === ${SMALL_UNKNOWN} ? 2 : 0)` };
  }
  const value = isFigure(arg.type) ? hold(loop, figureCode(arg, loop).js) : plainJs(arg, loop);
  const equal = options.map((option) => `(${value} === ${plainConstant(option, arg, loop)})`).join(" | ");
  return pair(equal, `(${value} === ${value}) & ((${equal}) ^ 1)`);
}

function compareCode(expr: Expr & { op: "compare" }, loop: Loop): TruthCode {
  const { left, right, comparison } = expr;
  if (!isFigure(left.type)) return equalityCode(left, right, comparison, loop);
  const banded = bandMask(expr, loop.kind, loop.parameters, loop.bands);
  if (banded) return maskCode(banded.column, banded.mask);
  const scale = Math.max(scaleOf(left.type), scaleOf(right.type));
  const a = hold(loop, figureAt(left, scale, loop).js);
  const b = hold(loop, figureAt(right, scale, loop).js);
  const opposite: Record<Comparison, string> = {
    "<": `${a} >= ${b}`,
    "<=": `${a} > ${b}`,
    ">": `${a} <= ${b}`,
    ">=": `${a} < ${b}`,
    "==": `(${a} < ${b}) | (${a} > ${b})`,
    "!=": `${a} === ${b}`,
  };
  const same: Record<Comparison, string> = { ...opposite, "<": opposite[">="], ">=": opposite["<"], "<=": opposite[">"], ">": opposite["<="], "==": opposite["!="], "!=": opposite["=="] };
  return pair(same[comparison], opposite[comparison]);
}

function equalityCode(left: Expr, right: Expr, comparison: Comparison, loop: Loop): TruthCode {
  if (left.type.kind === "boolean") {
    const [a, b] = [left, right].map((side) => hold(loop, truthJs(conditionCode(side, loop), loop)));
    const code = pair(`(${a} !== 2) & (${a} === ${b})`, `(${a} !== 2) & (${b} !== 2) & (${a} !== ${b})`);
    return comparison === "==" ? code : negated(code, loop);
  }
  const [a, b] = [hold(loop, sideJs(left, right, loop)), hold(loop, sideJs(right, left, loop))];
  const [same, differ] = [`${a} === ${b}`, `(${a} < ${b}) | (${a} > ${b})`];
  return comparison === "==" ? pair(same, differ) : pair(differ, same);
}

function sideJs(expr: Expr, other: Expr, loop: Loop): string {
  return expr.op === "literal" ? plainConstant(expr.value as string, other, loop) : plainJs(expr, loop);
}

/** A text, enumeration or region at the subject at hand as a number, NaN where unknown. */
function plainJs(expr: Expr, loop: Loop): string {
  if (expr.op !== "fact") throw new TypeError(`not a fact: ${expr.op}`);
  const x = load(loop, expr.fact);
  const form = columnForm(findStored(loop.kind, expr.fact)!);
  return form === "float" ? x : hold(loop, `${x} === ${form === "small" ? SMALL_UNKNOWN : INT_UNKNOWN} ? NaN : ${x}`);
}

/** The code under which a constant stands in the column that it is compared with. */
function plainConstant(value: string | number, column: Expr, loop: Loop): string {
  if (typeof value === "number") return String(value);
  const fact = column.op === "fact" ? findStored(loop.kind, column.fact) : undefined;
  if (fact?.type === "enum") return String(Object.keys(fact.values).indexOf(value));
  return fact?.type === "region" ? String(Number(value)) : String(loop.texts.get(value));
}
