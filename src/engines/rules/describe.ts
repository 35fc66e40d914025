import { dateOfDay, displayDate } from "../../kernel/dates.ts";
import { type Fact, type SubjectKind } from "../../kernel/facts.ts";
import type { Comparison, Expr, ValueType } from "./expression.ts";
import { POWERS_OF_TEN, type Exact } from "./exact.ts";
import { childrenOf, scaleOf } from "./interpret.ts";
import type { KnownValue } from "./known-fact.ts";
import type { Pack, Parameter } from "./pack.ts";
import { findFact } from "./scope.ts";

const SIGNS: Record<Comparison, string> = { "==": "为", "!=": "不为", "<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ " };
const OPERATORS = { add: "+", subtract: "−", multiply: "×" } as const;

/** Texts of expressions; a tree belongs to one pack and one kind of subject, so its text never changes. */
const texts = new WeakMap<Expr, string>();

/** A condition or quantity in Chinese, as an officer would put it: 年龄 ≥ 80周岁. */
export function describe(expr: Expr, kind: SubjectKind, pack: Pack): string {
  const known = texts.get(expr);
  if (known !== undefined) return known;
  const text = compose(expr, kind, pack);
  texts.set(expr, text);
  return text;
}

/** The same with the figures of its parameters: 年龄 ≥ 高龄起始年龄（80周岁）. For those who read a rule without its parameters beside it. */
export function describeWithFigures(expr: Expr, kind: SubjectKind, pack: Pack): string {
  const parameter = expr.op === "parameter" ? pack.parameters[expr.parameter] : undefined;
  if (parameter) return `${parameter.label}（${parameter.values.map((value, at) => `${at > 0 ? `${displayDate(value.from)}起` : ""}${parameterText(parameter, value.value)}`).join("，")}）`;
  return compose(expr, kind, pack, (arg) => describeWithFigures(arg, kind, pack));
}

function parameterText({ kind, scale, unit }: Parameter, value: number): string {
  return kind === "money" ? `${yuanText(value)}${unit.replace(/^万?元/, "")}` : `${decimalText(value, scale)}${unit}`;
}

/** The label of a fact, stored or derived. */
export function labelOf(kind: SubjectKind, fact: string): string {
  return findFact(kind, fact)?.label ?? fact;
}

/** 分 as 元 with thousands separated; the same text as `displayYuan`, quicker for figures of everyday size. */
export function yuanText(fen: number): string {
  const part = fen % 100;
  return `${grouped(Math.floor(fen / 100))}.${part < 10 ? `0${part}` : part}元`;
}

/** A known value of a fact in words: 82周岁, 特困, 是, 2,400.00元. */
export function valueText(value: KnownValue, fact: Fact): string {
  switch (fact.type) {
    case "boolean":
      return value ? "是" : "否";
    case "enum":
      return fact.values[value as string] ?? String(value as string);
    case "date":
      return displayDate(dateOfDay(value as number));
    case "money":
      return yuanText(value as number);
    case "integer":
      return `${value as number}${fact.unit ?? ""}`;
    case "number":
      return `${decimalText(value as number, fact.scale)}${fact.unit ?? ""}`;
    case "benefits":
      return Object.keys(value).length === 0 ? "无" : Object.keys(value).join("、");
    case "text":
      return fact.words?.[value as string] ?? (value as string);
    default:
      return value as string;
  }
}

/** A figure of a type in words. */
export function figureText(value: Exact, type: ValueType, unit = ""): string {
  if (type.kind === "date") return displayDate(dateOfDay(Number(value)));
  if (type.kind !== "money") return `${decimalText(value, scaleOf(type))}${unit}`;
  if (type.scale === 0 && typeof value === "number" && value >= 0) return yuanText(value);
  return `${decimalText(value, type.scale + 2)}元`;
}

/** The unit in which a quantity counts: that of the first fact in it that has one. */
export function unitOf(expr: Expr, kind: SubjectKind): string {
  if (expr.op === "fact") return findFact(kind, expr.fact)?.unit ?? "";
  if (expr.op === "multiply") return "";
  for (const child of childrenOf(expr)) {
    const unit = unitOf(child, kind);
    if (unit !== "") return unit;
  }
  return "";
}

function grouped(whole: number): string {
  if (whole < 1000) return String(whole);
  const rest = whole % 1000;
  return `${grouped(Math.floor(whole / 1000))},${rest < 10 ? `00${rest}` : rest < 100 ? `0${rest}` : rest}`;
}

function decimalText(value: Exact, scale: number): string {
  if (scale === 0) return String(value);
  if (typeof value === "number" && scale < POWERS_OF_TEN.length && value % POWERS_OF_TEN[scale]! === 0) return String(value / POWERS_OF_TEN[scale]!);
  const digits = String(value < 0 ? -value : value).padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -scale)}${fraction && `.${fraction}`}`;
}

function compose(expr: Expr, kind: SubjectKind, pack: Pack, inner = (arg: Expr) => describe(arg, kind, pack)): string {
  switch (expr.op) {
    case "literal":
      return literalText(expr.value, expr.type);
    case "fact":
      return labelOf(kind, expr.fact);
    case "parameter":
      return pack.parameters[expr.parameter]?.label ?? expr.parameter;
    case "as_of":
      return "认定日期";
    case "has":
      return `${labelOf(kind, expr.fact)}已登记`;
    case "not":
      return expr.arg.op === "fact" ? `“${inner(expr.arg)}”为否` : `不属于“${inner(expr.arg)}”`;
    case "and":
      return expr.args.map((arg) => bracketed(arg, inner(arg), "or")).join("，且");
    case "or":
      return expr.args.map((arg) => bracketed(arg, inner(arg), "and")).join("，或");
    case "compare":
      return comparisonText(expr, kind, inner);
    case "in":
      return inText(expr.arg, expr.options, kind, pack);
    case "within":
      return `${inner(expr.arg)}在${expr.ancestor === pack.document.region ? "本政策适用地区" : `区划（${expr.ancestor}）`}范围内`;
    case "add":
    case "subtract":
    case "multiply":
      return `${factor(expr, expr.left, inner)} ${OPERATORS[expr.op]} ${factor(expr, expr.right, inner)}`;
    case "min":
    case "max":
      return `${expr.args.map(inner).join("与")}中${expr.op === "min" ? "较小" : "较大"}的`;
    case "full_years":
    case "full_months":
      return `自${inner(expr.from)}至${inner(expr.to)}满${expr.op === "full_years" ? "年数" : "月数"}`;
  }
}

function bracketed(arg: Expr, text: string, looser: "and" | "or"): string {
  return arg.op === looser ? `（${text}）` : text;
}

/** Brackets for a sum within a product, and for what is subtracted. */
function factor(outer: Expr, arg: Expr, inner: (arg: Expr) => string): string {
  const sum = arg.op === "add" || arg.op === "subtract";
  const needs = sum && (outer.op === "multiply" || (outer.op === "subtract" && arg === outer.right));
  return needs ? `（${inner(arg)}）` : inner(arg);
}

function comparisonText(expr: Expr & { op: "compare" }, kind: SubjectKind, inner: (arg: Expr) => string): string {
  const fact = expr.left.op === "fact" ? findFact(kind, expr.left.fact) : undefined;
  if ((fact?.type === "enum" || fact?.type === "text") && expr.right.op === "literal") {
    return `${fact.label}${expr.comparison === "==" ? "为" : "不为"}${valueText(expr.right.value as string, fact)}`;
  }
  if (expr.left.type.kind === "text" || expr.left.type.kind === "region") {
    return `${inner(expr.left)}${expr.comparison === "==" ? "为" : "不为"}${inner(expr.right)}`;
  }
  if (expr.left.type.kind === "date") return dateComparison(expr.comparison, inner(expr.left), inner(expr.right));
  const unit = expr.right.op === "literal" && expr.right.type.kind === "number" ? (fact?.unit ?? spanUnit(expr.left)) : "";
  return `${inner(expr.left)}${SIGNS[expr.comparison]}${inner(expr.right)}${unit}`;
}

function spanUnit(expr: Expr): string {
  return expr.op === "full_years" ? "年" : expr.op === "full_months" ? "个月" : "";
}

const DATE_WORDS: Record<Comparison, (left: string, right: string) => string> = {
  "==": (left, right) => `${left}为${right}`,
  "!=": (left, right) => `${left}不为${right}`,
  "<": (left, right) => `${left}早于${right}`,
  "<=": (left, right) => `${left}不晚于${right}`,
  ">": (left, right) => `${left}晚于${right}`,
  ">=": (left, right) => `${left}不早于${right}`,
};

function dateComparison(comparison: Comparison, left: string, right: string): string {
  return DATE_WORDS[comparison](left, right);
}

function inText(arg: Expr, options: readonly (string | number)[], kind: SubjectKind, pack: Pack): string {
  if (arg.type.kind === "benefits") return `正在享受${options.map((id) => benefitName(String(id), pack)).join("或")}`;
  const fact = arg.op === "fact" ? findFact(kind, arg.fact) : undefined;
  const words = options.map((option) => (fact ? valueText(option, fact) : literalText(option, arg.type)));
  return `${describe(arg, kind, pack)}为${words.join("、")}${words.length > 1 ? "之一" : ""}`;
}

function benefitName(id: string, pack: Pack): string {
  return [...pack.benefits, ...pack.external].find((benefit) => benefit.id === id)?.name ?? id;
}

function literalText(value: boolean | string | number, type: ValueType): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  return typeof value === "string" ? value : figureText(value, type);
}
