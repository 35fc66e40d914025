import { DERIVED_FACTS } from "../../kernel/facts.ts";
import { columnForm, INT_UNKNOWN, SMALL_UNKNOWN } from "./columns.ts";
import { constant, hold, load, type Loop } from "./compile-loop.ts";
import { FIRST_DAY, LAST_DAY } from "./compile-bands.ts";
import { POWERS_OF_TEN } from "./exact.ts";
import type { Expr } from "./expression.ts";
import { scaleOf } from "./interpret.ts";
import { findStored, MONEY_LIMIT } from "./known-fact.ts";

/** A quantity as JavaScript over doubles: NaN where unknown; `low` and `high` bound every value it can have. */
export type FigureCode = { js: string; low: number; high: number };

/** Writes a quantity. Where it could pass what doubles hold exactly, the subject is left to the interpreter. */
export function figureCode(expr: Expr, loop: Loop): FigureCode {
  switch (expr.op) {
    case "literal":
      return fixed(expr.value as number);
    case "parameter":
      return fixed(loop.parameters[expr.parameter]!);
    case "as_of":
      return { js: constant(loop, (day) => day), low: FIRST_DAY, high: LAST_DAY };
    case "fact":
      return factCode(expr.fact, loop);
    case "add":
    case "subtract":
      return sumCode(expr, loop);
    case "multiply":
      return productCode(figureCode(expr.left, loop), figureCode(expr.right, loop), loop);
    case "min":
    case "max": {
      const args = expr.args.map((arg) => figureAt(arg, scaleOf(expr.type), loop));
      const pick = expr.op === "min" ? Math.min : Math.max;
      const js = `Math.${expr.op}(${args.map((arg) => arg.js).join(", ")})`;
      return { js, low: pick(...args.map((arg) => arg.low)), high: pick(...args.map((arg) => arg.high)) };
    }
    case "full_years":
    case "full_months": {
      const [from, to] = [figureCode(expr.from, loop), figureCode(expr.to, loop)];
      const name = expr.op === "full_years" ? "yearsBetween" : "monthsBetween";
      return { js: `${name}(${from.js}, ${to.js})`, low: -15_000, high: 15_000 };
    }
    default:
      throw new TypeError(`not a quantity: ${expr.op}`);
  }
}

/** A quantity brought to a scale. */
export function figureAt(expr: Expr, scale: number, loop: Loop): FigureCode {
  const code = figureCode(expr, loop);
  const factor = 10 ** (scale - scaleOf(expr.type));
  if (factor === 1) return code;
  return guarded(loop, { js: `(${code.js} * ${factor})`, low: code.low * factor, high: code.high * factor });
}

/** Two quantities multiplied, guarded. */
export function productCode(a: FigureCode, b: FigureCode, loop: Loop): FigureCode {
  const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
  return guarded(loop, { js: `(${a.js} * ${b.js})`, low: Math.min(...ends), high: Math.max(...ends) });
}

/** A quantity of `scale` decimals as whole 分, half up, not below zero; the same as `roundToFen`. */
export function fenCode(code: FigureCode, scale: number, loop: Loop): FigureCode {
  const unit = POWERS_OF_TEN[scale]!;
  const high = Math.max(0, Math.round(code.high / unit));
  if (scale === 0) return code.low >= 0 ? code : { js: `Math.max(0, ${code.js})`, low: 0, high };
  const value = hold(loop, code.js);
  const rounded = `Math.floor((${value} + ${unit / 2}) / ${unit})`;
  return { js: code.low >= 0 ? rounded : `Math.max(0, ${rounded})`, low: 0, high };
}

function fixed(value: number): FigureCode {
  return { js: value < 0 ? `(${value})` : String(value), low: value, high: value };
}

function factCode(name: string, loop: Loop): FigureCode {
  const derived = DERIVED_FACTS[loop.kind][name];
  if (derived && derived.type === "integer") {
    const born = factCode(derived.from, loop);
    const years = hold(loop, `yearsBetween(${born.js}, ${constant(loop, (day) => day)})`);
    return { js: `(${years} >= ${derived.min} && ${years} <= ${derived.max} ? ${years} : NaN)`, low: derived.min, high: derived.max };
  }
  const fact = findStored(loop.kind, name)!;
  const x = load(loop, name);
  const form = columnForm(fact);
  const js = form === "float" ? x : `(${x} === ${form === "small" ? SMALL_UNKNOWN : INT_UNKNOWN} ? NaN : ${x})`;
  switch (fact.type) {
    case "integer":
      return { js, low: fact.min, high: fact.max };
    case "number":
      return { js, low: fact.min * POWERS_OF_TEN[fact.scale]!, high: fact.max * POWERS_OF_TEN[fact.scale]! };
    case "money":
      return { js, low: 0, high: MONEY_LIMIT };
    default:
      return { js, low: Math.min(0, FIRST_DAY), high: Math.max(LAST_DAY, 999_999_999_999) };
  }
}

function sumCode(expr: Expr & { op: "add" | "subtract" | "multiply" }, loop: Loop): FigureCode {
  const [a, b] = [figureAt(expr.left, scaleOf(expr.type), loop), figureAt(expr.right, scaleOf(expr.type), loop)];
  if (expr.op === "add") return guarded(loop, { js: `(${a.js} + ${b.js})`, low: a.low + b.low, high: a.high + b.high });
  return guarded(loop, { js: `(${a.js} - ${b.js})`, low: a.low - b.high, high: a.high - b.low });
}

/** Just below 2^53, so that adding a half for rounding stays exact. */
const EXACT_LIMIT = 9e15;

/**
 * Leaves a subject to the interpreter where a value passes what doubles hold exactly; nothing is written where the
 * bounds of the facts rule that out.
 */
export function guarded(loop: Loop, code: FigureCode, limit = EXACT_LIMIT): FigureCode {
  if (code.low >= -limit && code.high <= limit) return code;
  const value = hold(loop, code.js);
  loop.before.push(`if (${value} > ${limit} || ${value} < -${limit}) over = 1;`);
  return { js: value, low: Math.max(code.low, -limit), high: Math.min(code.high, limit) };
}
