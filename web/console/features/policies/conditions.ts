import { DERIVED_FACTS, FACTS, type Fact, type SubjectKind } from "../../../../src/kernel/facts.ts";
import type { ConditionForm } from "../../../../src/modules/policies/policies.contract.ts";

export type ConditionRows = Extract<ConditionForm, { rows: unknown }>;
export type Test = ConditionRows["rows"][number]["any"][number]["all"][number];
export type Operator = Test["operator"];

/** What may be asked of a kind of subject, stored or derived, by the dictionary's order. */
export function factsOf(kind: SubjectKind): [name: string, fact: Fact][] {
  return [...Object.entries(DERIVED_FACTS[kind]), ...Object.entries(FACTS[kind])];
}

export function findFact(kind: SubjectKind, name: string): Fact | undefined {
  return DERIVED_FACTS[kind][name] ?? FACTS[kind][name];
}

const ORDERED: readonly Operator[] = [">=", ">", "<=", "<", "==", "!="];
const BY_TYPE: Record<Fact["type"], readonly Operator[]> = {
  boolean: ["is_true", "is_false"],
  integer: [...ORDERED, "in", "not_in"],
  number: ORDERED,
  money: ORDERED,
  date: ORDERED,
  region: ["within"],
  enum: ["==", "!=", "in", "not_in"],
  text: ["==", "!="],
  benefits: ["receives", "not_receives"],
};

/** The comparisons that make sense of a fact; one that stands there already stays on offer. */
export function operatorsOf(fact: Fact | undefined, present: Operator): readonly Operator[] {
  const offered = fact === undefined ? [] : BY_TYPE[fact.type];
  return offered.includes(present) ? offered : [...offered, present];
}

const isList = (operator: Operator) => operator === "in" || operator === "not_in" || operator === "receives" || operator === "not_receives";
const isBare = (operator: Operator) => operator === "is_true" || operator === "is_false" || operator === "known";
export { isList as takesSeveral, isBare as takesNone };

/** By which words a comparison is told: of figures, of dates, of what is one of several. */
export function operatorWords(fact: Fact | undefined): "op" | "date" | "is" {
  if (fact?.type === "date") return "date";
  return fact?.type === "enum" || fact?.type === "text" ? "is" : "op";
}

/** A test of a fact not yet filled in. */
export function newTest(kind: SubjectKind, name: string = factsOf(kind)[0]![0]): Test {
  const fact = findFact(kind, name);
  const operator = fact === undefined ? "==" : BY_TYPE[fact.type][0]!;
  return { fact: name, operator, values: [] };
}

/** The same test with another comparison; the values stay as far as it takes them. */
export function withOperator(test: Test, operator: Operator): Test {
  const values = isBare(operator) ? [] : isList(operator) ? test.values : test.values.slice(0, 1);
  return { ...test, operator, values };
}

type Place = { row: number; any: number; test: number };

/** A copy of the rows with one test put in place, or taken away (`undefined`) with whatever it leaves empty. */
export function withTest(form: ConditionRows, at: Place, test: Test | undefined): ConditionRows {
  const rows = form.rows.map((row, r) => {
    if (r !== at.row) return row;
    const any = row.any.map((alternative, a) => (a !== at.any ? alternative : { all: splice(alternative.all, at.test, test) }));
    return { any: any.filter(({ all }) => all.length > 0) };
  });
  return { rows: rows.filter(({ any }) => any.length > 0) };
}

function splice<T>(list: readonly T[], at: number, item: T | undefined): T[] {
  return [...list.slice(0, at), ...(item === undefined ? [] : [item]), ...list.slice(at + 1)];
}

/** One more row; one more alternative of a row; one more test of an alternative. */
export function withMore(form: ConditionRows, test: Test, at?: { row: number; any?: number }): ConditionRows {
  if (at === undefined) return { rows: [...form.rows, { any: [{ all: [test] }] }] };
  return {
    rows: form.rows.map((row, r) => {
      if (r !== at.row) return row;
      if (at.any === undefined) return { any: [...row.any, { all: [test] }] };
      return { any: row.any.map((alternative, a) => (a === at.any ? { all: [...alternative.all, test] } : alternative)) };
    }),
  };
}

/** Whether every test is filled in: the server refuses what is not. */
export function isFilledIn(form: ConditionForm): boolean {
  if ("expression" in form) return form.expression.trim() !== "";
  return form.rows.every(({ any }) => any.every(({ all }) => all.every((test) => isBare(test.operator) || (test.values.length > 0 && test.values.every((value) => value.trim() !== "")))));
}
