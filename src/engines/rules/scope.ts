import { DERIVED_FACTS, FACTS, SUBJECT_NAMES, type Fact, type SubjectKind } from "../../kernel/facts.ts";
import { isRegionCode, regionPrefix } from "../../kernel/regions.ts";
import type { Comparison, Place, ValueType } from "./expression.ts";

/** What an expression may speak of: the facts of one kind of subject, the parameters of its pack, the benefits it knows. */
export type Scope = {
  subject: SubjectKind;
  parameters: Readonly<Record<string, { kind: "number" | "money"; scale: number }>>;
  /** parameters that are declared but could not be read: their fault is told where they stand, not at each use */
  unread?: ReadonlySet<string>;
  /** ids that `receives` may hold: benefits of the pack, of the lists above it, and of other systems */
  benefits: ReadonlySet<string>;
  /** whether a region exists; without it only the form and the province are checked */
  knownRegion?: (code: string) => boolean;
};

export type ExpressionFault = { place: Place; code: string; message: string; mend: string };

/** Functions of the language with their form, shown when one is misspelt or misused. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  has: "has(事实)",
  min: "min(甲, 乙)",
  max: "max(甲, 乙)",
  full_years: "full_years(起始日期, 截止日期)",
  full_months: "full_months(起始日期, 截止日期)",
  date: 'date("2021-12-31")',
  within: 'within(region, "420700000000")',
};

/** Names that no parameter may take. */
export const RESERVED_NAMES: readonly string[] = ["as_of", "true", "false", "in", "null", ...Object.keys(FUNCTIONS)];

/** The fact of that name, stored or derived, for one kind of subject. */
export function findFact(subject: SubjectKind, name: string): Fact | undefined {
  const stored = FACTS[subject];
  if (Object.hasOwn(stored, name)) return stored[name];
  const derived = DERIVED_FACTS[subject];
  return Object.hasOwn(derived, name) ? derived[name] : undefined;
}

/** Names of all facts of a kind of subject, stored and derived. */
export function factNames(subject: SubjectKind): string[] {
  return [...Object.keys(FACTS[subject]), ...Object.keys(DERIVED_FACTS[subject])];
}

/** Where else a name is a fact, for one who took the wrong subject: 养老服务设施. */
export function otherSubjectWith(name: string, subject: SubjectKind): string | undefined {
  const kind = (Object.keys(FACTS) as SubjectKind[]).find((other) => other !== subject && findFact(other, name) !== undefined);
  return kind && SUBJECT_NAMES[kind];
}

/** The static type of a fact in expressions. */
export function factType(fact: Fact): ValueType {
  switch (fact.type) {
    case "integer":
      return { kind: "number", scale: 0 };
    case "number":
      return { kind: "number", scale: fact.scale };
    case "money":
      return { kind: "money", scale: 0 };
    case "enum":
      return { kind: "text" };
    default:
      return { kind: fact.type };
  }
}

/** Prefixes of provinces, autonomous regions, municipalities and special regions (GB/T 2260). */
const PROVINCES = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split(" "),
);

/** What is wrong with a region code, or undefined. The nation is written as twelve zeros. */
export function regionFault(code: string, known?: (code: string) => boolean): { message: string; mend: string } | undefined {
  if (!isRegionCode(code)) {
    return { message: `${code} 不是行政区划代码`, mend: '写12位数字并加引号，不足的以0补齐，例如 "420700000000"' };
  }
  const prefix = regionPrefix(code);
  const real = prefix === "" || (PROVINCES.has(prefix.slice(0, 2)) && (known === undefined || known(code)));
  return real ? undefined : { message: `没有代码为 ${code} 的行政区划`, mend: "对照行政区划代码表核对" };
}

const MIRRORED: Record<Comparison, Comparison> = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** The comparison that says the same with its sides exchanged. */
export function mirrored(comparison: Comparison): Comparison {
  return MIRRORED[comparison];
}
