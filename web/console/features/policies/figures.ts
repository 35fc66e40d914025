import type { SubjectKind } from "../../../../src/kernel/facts.ts";
import { factsOf, findFact } from "./conditions.ts";

type Parameter = { name: string; label: string; unit: string };
/** How a quantity or an amount is fixed: by a figure, a dated parameter, a fact of the subject, or a formula of these. */
export type FigureKind = "none" | "number" | "parameter" | "fact" | "capped" | "expression";

/** What kind of figure a text is, read as the officer would. */
export function figureKind(text: string, kind: SubjectKind, parameters: readonly Parameter[]): FigureKind {
  const plain = text.trim();
  if (plain === "") return "none";
  if (/^\d+(\.\d+)?$/.test(plain)) return "number";
  if (parameters.some((parameter) => parameter.name === plain)) return "parameter";
  if (findFact(kind, plain) !== undefined) return "fact";
  const capped = readCapped(plain);
  return capped !== undefined && (capped.fact === "" || findFact(kind, capped.fact) !== undefined) && isLimit(capped.limit, parameters) ? "capped" : "expression";
}

function isLimit(limit: string, parameters: readonly Parameter[]): boolean {
  return limit === "" || /^\d+(\.\d+)?$/.test(limit) || parameters.some((parameter) => parameter.name === limit);
}

/** A fact up to a limit, `min(beds, construction_bed_cap)`; either may still be missing while it is being filled in. */
export function readCapped(text: string): { fact: string; limit: string } | undefined {
  const match = /^min\(\s*([a-z][a-z0-9_]*)?\s*,\s*([a-z0-9_.]*)\s*\)$/.exec(text.trim());
  return match ? { fact: match[1] ?? "", limit: match[2] ?? "" } : undefined;
}

export function writeCapped(fact: string, limit: string): string {
  return `min(${fact}, ${limit})`;
}

/** Whether a figure can be read: nothing is missing in it. */
export function isFigure(text: string): boolean {
  const capped = readCapped(text);
  return text.trim() !== "" && (capped === undefined || (capped.fact !== "" && capped.limit !== ""));
}

/** Facts that can stand for a quantity. */
export function quantitiesOf(kind: SubjectKind): { value: string; label: string }[] {
  return factsOf(kind).flatMap(([name, fact]) => (fact.type === "integer" || fact.type === "number" || fact.type === "money" ? [{ value: name, label: fact.unit === undefined ? fact.label : `${fact.label}（${fact.unit}）` }] : []));
}

/** A formula with the names put in words: `min(beds, construction_bed_cap)` → 较小者(登记床位, 建设补贴最高床位数). */
export function formulaInWords(text: string, kind: SubjectKind, parameters: readonly Parameter[], words: { min: string; max: string }): string {
  return text.replace(/[a-z][a-z0-9_]*/g, (name) => {
    if (name === "min" || name === "max") return words[name];
    return parameters.find((parameter) => parameter.name === name)?.label ?? findFact(kind, name)?.label ?? name;
  }).replaceAll("*", "×");
}
