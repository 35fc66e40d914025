import { addDays, dateOfDay, type CivilDate } from "../../kernel/dates.ts";
import { FACTS, type Fact, type Facts, type FactValue, type SubjectKind } from "../../kernel/facts.ts";
import { dayOf } from "./day-numbers.ts";
import { expressionsOf, walk } from "./expression-names.ts";
import type { Expr } from "./expression.ts";
import { parseExpression, type Expected } from "./parse-expression.ts";
import type { Amount, AmountPart, Benefit, ClauseRef, Overlap, Pack, Parameter, TableRow } from "./pack.ts";
import type { Scope } from "./scope.ts";

/**
 * Random packs and subjects for the tests that set the interpreter against the compiler. All randomness comes from a
 * seed. Subjects are drawn around the figures that the pack compares with, and with unknown facts among them.
 */
export type Random = () => number;

/** Mulberry32: a small generator of numbers in [0, 1). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

const PLACE = { line: 1, column: 1 };
const CLAUSE: ClauseRef = { at: "一", quote: "试验条款", start: 0 };
const REGIONS = ["000000000000", "420000000000", "420700000000", "420704000000"];
const DATES = ["2021-12-13", "2023-12-31", "2024-02-29", "2024-06-30", "2026-11-21"];
const EXTERNAL = ["disability-care-allowance", "old-age-allowance"];
const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="];

/** The scope of the random packs: two counts and two amounts as parameters. */
function scopeOf(subject: SubjectKind, ids: readonly string[]): Scope {
  const number = { kind: "number", scale: 0 } as const;
  const money = { kind: "money", scale: 0 } as const;
  return { subject, parameters: { p_count: number, p_level: number, p_base: money, p_extra: money }, benefits: new Set([...ids, ...EXTERNAL]) };
}

function randomParameters(random: Random): Record<string, Parameter> {
  const make = (name: string, kind: "number" | "money", most: number): Parameter => {
    const values = [{ from: "2021-12-13", to: "2024-02-28", value: Math.floor(random() * most), clause: CLAUSE }];
    // Sometimes nothing is laid down for a while.
    values.push({ from: random() < 0.8 ? "2024-02-29" : "2024-07-01", to: "2030-12-31", value: Math.floor(random() * most), clause: CLAUSE });
    return { name, label: name, unit: kind === "money" ? "元/月" : "", kind, scale: 0, values, place: PLACE };
  };
  const all = [make("p_count", "number", 90), make("p_level", "number", 5), make("p_base", "money", 300_000), make("p_extra", "money", 1_000_000)];
  return Object.fromEntries(all.map((parameter) => [parameter.name, parameter]));
}

/** Tries texts until one is accepted: what can never differ (a level above its range) is refused by the parser. */
function accepted(write: () => string, scope: Scope, expected: Expected): Expr {
  for (let tries = 0; tries < 200; tries += 1) {
    const { expr } = parseExpression(write(), scope, expected);
    if (expr) return expr;
  }
  throw new Error("no text was accepted");
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

function atomOn(random: Random, name: string, fact: Fact): string {
  const comparison = pick(random, COMPARISONS);
  switch (fact.type) {
    case "boolean":
      return name;
    case "enum": {
      const values = Object.keys(fact.values);
      if (random() < 0.4) return `${name} in [${quoted([...new Set([pick(random, values), pick(random, values)])])}]`;
      return `${name} ${pick(random, ["==", "!="])} "${pick(random, values)}"`;
    }
    case "integer":
      if (random() < 0.2) return `${name} in [1, 3]`;
      return `${name} ${comparison} ${random() < 0.3 ? "p_count" : Math.floor(random() * Math.min(fact.max, 100))}`;
    case "number":
      return `${name} ${comparison} ${pick(random, ["10", "0.5", "33.25", "20.0001"])}`;
    case "money":
      return `${name} ${comparison} ${pick(random, ["100000", "0.01", "1234.56"])}`;
    case "date":
      return pick(random, [
        `${name} ${comparison} date("${pick(random, DATES)}")`,
        `${name} ${comparison} as_of`,
        `full_years(${name}, as_of) ${comparison} ${pick(random, ["1", "60", "80", "p_count"])}`,
        `full_months(${name}, as_of) ${comparison} ${pick(random, ["0", "6", "960"])}`,
        `full_years(${name}, date("2024-02-29")) ${comparison} 70`,
      ]);
    case "region":
      return random() < 0.7 ? `within(${name}, "${pick(random, REGIONS)}")` : `${name} == "420704000000"`;
    case "text":
      return random() < 0.5 ? `${name} != "none"` : `${name} in ["none", "op-1"]`;
    case "benefits":
      return `"${pick(random, EXTERNAL)}" in ${name}`;
  }
}

const ATOMS: Record<SubjectKind, readonly string[]> = {
  senior: [
    "age >= 80",
    "age < 65",
    "age != p_count",
    "age in [60, 80, 100]",
    "age + 1 > 80",
    "has(ability_level)",
    "has(age)",
    "region == household_region",
    "max(ability_level, dementia_level) >= 2",
    "full_years(birth_date, as_of) - 60 >= p_level",
  ],
  facility: [
    "beds >= nursing_beds",
    "nursing_beds + memory_beds > beds",
    "residents_severe + residents_other >= 30.5",
    "residents_severe * 2 > residents_other",
    "fire_upgrade_cost * beds > p_base",
    "min(beds, nursing_beds, 500) >= 10",
    "has(rating)",
    "has(opened_on)",
    "opened_on <= fire_upgrade_passed_on",
  ],
  provider: ["facilities == facilities_passing"],
  caregiver: ["months_served >= 12"],
};

/** The text of a random condition, `depth` levels of `&&` and `||` deep. */
export function conditionText(random: Random, kind: SubjectKind, depth: number): string {
  const roll = random();
  if (depth > 0 && roll < 0.7) {
    const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => `(${conditionText(random, kind, depth - 1)})`);
    return parts.join(roll < 0.4 ? " && " : " || ");
  }
  if (roll > 0.93) return `!(${conditionText(random, kind, Math.max(0, depth - 1))})`;
  if (roll > 0.83) return pick(random, ATOMS[kind]);
  const [name, fact] = pick(random, Object.entries(FACTS[kind]));
  return atomOn(random, name, fact);
}

const QUANTITIES: Record<SubjectKind, readonly string[]> = {
  senior: ["age", "ability_level + 1", "max(0, age - 80)", "p_level", "full_months(birth_date, as_of)"],
  facility: ["beds", "min(beds, 500)", "residents_severe", "residents_severe + residents_other", "beds - nursing_beds", "p_count", "0.5"],
  provider: ["facilities"],
  caregiver: ["months_served"],
};
const MONEY: Record<SubjectKind, readonly string[]> = {
  senior: ["100", "200.55", "p_base", "p_base * 0.333", "p_extra - p_base"],
  facility: ["4000", "0.01", "p_base", "fire_upgrade_cost * 0.5", "fire_upgrade_cost * beds", "min(p_extra, fire_upgrade_cost)"],
  provider: ["200000", "p_base"],
  caregiver: ["100", "p_extra"],
};

function randomTable(random: Random, kind: SubjectKind, scope: Scope, total: boolean): TableRow[] {
  const rows: TableRow[] = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    when: accepted(() => conditionText(random, kind, 1), scope, "boolean"),
    value: accepted(() => pick(random, MONEY[kind]), scope, "money"),
    place: PLACE,
  }));
  if (total) rows.push({ value: accepted(() => pick(random, MONEY[kind]), scope, "money"), place: PLACE });
  return rows;
}

function randomPart(random: Random, kind: SubjectKind, scope: Scope): AmountPart {
  const part: AmountPart = { place: PLACE };
  if (random() < 0.6) part.times = accepted(() => pick(random, QUANTITIES[kind]), scope, "number");
  if (random() < 0.4) part.table = randomTable(random, kind, scope, random() < 0.8);
  else part.value = accepted(() => pick(random, MONEY[kind]), scope, "money");
  return part;
}

function randomAmount(random: Random, kind: SubjectKind, scope: Scope): Amount {
  const roll = random();
  const money = () => accepted(() => pick(random, MONEY[kind]), scope, "money");
  if (roll < 0.6) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 2) }, () => randomPart(random, kind, scope));
    return random() < 0.3 ? { form: "parts", parts, cap: money() } : { form: "parts", parts };
  }
  if (roll < 0.85) {
    const [min, max] = [accepted(() => pick(random, ["100", "200"]), scope, "money"), random() < 0.7 ? accepted(() => "500.50", scope, "money") : money()];
    return random() < 0.5 ? { form: "bounds", min, max } : { form: "bounds", min, max, standard: randomTable(random, kind, scope, random() < 0.5) };
  }
  return roll < 0.93 ? { form: "service" } : { form: "unspecified", authorised: "市级部门" };
}

function randomOverlap(random: Random, ids: readonly string[]): Overlap {
  const over = [...new Set([...ids, ...EXTERNAL].filter(() => random() < 0.6))].sort(() => random() - 0.5);
  if (over.length < 2) over.push(...[...ids, ...EXTERNAL].filter((id) => !over.includes(id)).slice(0, 2 - over.length));
  const roll = random();
  if (roll < 0.35) return { rule: "take_higher", over, place: PLACE };
  if (roll < 0.65) return { rule: "exclusive", over, keep: pick(random, over), place: PLACE };
  if (roll < 0.95) return { rule: "cap", over, limit: 10_000 + Math.floor(random() * 200_000), period: pick(random, ["month", "year"]), place: PLACE };
  return { rule: "stack", over, place: PLACE };
}

/** One to three packs of regions below each other, with benefits that take the place of upper ones. */
export function randomPacks(random: Random, kind: SubjectKind): Pack[] {
  const regions = random() < 0.5 ? [pick(random, REGIONS)] : REGIONS.filter(() => random() < 0.6);
  return (regions.length === 0 ? [REGIONS[2]!] : regions).map((region, index) => {
    const ids = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, place) => (random() < 0.3 ? `shared-${place}` : `b${index}-${place}`));
    const scope = scopeOf(kind, ids);
    const benefits = ids.map((id): Benefit => {
      const benefit: Benefit = {
        id,
        name: `待遇${id}`,
        kind: "money",
        subject: kind,
        class: "生活类",
        clause: CLAUSE,
        when: accepted(() => conditionText(random, kind, 2), scope, "boolean"),
        amount: randomAmount(random, kind, scope),
        period: pick(random, ["once", "month", "year"]),
        shares: random() < 0.5 ? [] : [{ payer: "city", part: 6000 }, { payer: "district", part: 4000 }],
        place: PLACE,
      };
      if (index > 0 && random() < 0.3) benefit.implements = `b${index - 1}-0`;
      if (random() < 0.2) benefit.expires = pick(random, DATES);
      return benefit;
    });
    return {
      name: `pack-${index}`,
      title: `政策${index}`,
      document: {
        id: `doc-${index}`,
        title: `政策${index}`,
        issuer: "试验",
        region,
        effective: "2021-12-13",
        ...(random() < 0.2 ? { expires: "2024-02-29" } : {}),
        text: "document.txt",
        place: PLACE,
      },
      parameters: randomParameters(random),
      benefits,
      external: EXTERNAL.map((id) => ({ id, name: id, class: "护理类" })),
      overlaps: random() < 0.8 ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => randomOverlap(random, index > 0 ? [...ids, "b0-0", "b0-1"] : ids)) : [],
      signOffs: [],
    };
  });
}

/** The values of facts at which some answer of the packs can change, and those beside them. */
export type Boundaries = Record<string, FactValue[]>;

/** Every constant that the packs compare a fact with, one less, itself and one more; birthdays for ages. */
export function boundariesOf(packs: readonly Pack[], kind: SubjectKind, date: CivilDate): Boundaries {
  const found: Boundaries = {};
  const add = (name: string, value: FactValue) => (found[name] ??= []).push(value);
  const constants = (expr: Expr, pack: Pack): number[] => {
    const values: number[] = [];
    walk(expr, (node) => {
      if (node.op === "literal" && typeof node.value === "number") values.push(node.value);
      if (node.op === "in") values.push(...node.options.filter((option) => typeof option === "number"));
      if (node.op === "parameter") values.push(...(pack.parameters[node.parameter]?.values ?? []).map(({ value }) => value));
    });
    return values;
  };
  for (const pack of packs) {
    const benefits = pack.benefits.filter((benefit) => benefit.subject === kind);
    for (const expr of benefits.flatMap((benefit) => [benefit.when, ...expressionsOf(benefit.amount)])) {
      walk(expr, (node) => {
        if (node.op !== "compare" && node.op !== "in" && node.op !== "min" && node.op !== "max") return;
        const names = new Set<string>();
        walk(node, (inner) => {
          if (inner.op === "fact") names.add(inner.fact);
        });
        for (const name of names) for (const value of constants(node, pack)) for (const shift of [-1, 0, 1]) addBoundary(add, kind, name, value, shift, date);
      });
    }
  }
  return found;
}

function addBoundary(add: (name: string, value: FactValue) => void, kind: SubjectKind, name: string, value: number, shift: number, date: CivilDate): void {
  const birthday = (years: number) => addDays(`${Number(date.slice(0, 4)) - years}-${date.slice(5) === "02-29" ? "03-01" : date.slice(5)}`, shift);
  const fact = FACTS[kind][name];
  if (name === "age") add("birth_date", birthday(Math.min(150, Math.max(0, value))));
  else if (fact?.type === "date") add(name, value > 1000 ? dateOfDay(value + shift) : birthday(Math.max(0, value)));
  else if (fact?.type === "number") add(name, Math.max(0, value + shift) / 10 ** fact.scale);
  else if (fact?.type === "integer") add(name, Math.min(fact.max, Math.max(fact.min, value + shift)));
  else if (fact?.type === "money") add(name, Math.max(0, value + shift));
}

function ordinaryValue(random: Random, name: string, fact: Fact): FactValue {
  switch (fact.type) {
    case "boolean":
      return random() < (name === "alive" ? 0.95 : 0.5);
    case "enum":
      return pick(random, Object.keys(fact.values));
    case "integer":
      return fact.min + Math.floor(random() * (Math.min(fact.max, 1000) - fact.min + 1));
    case "number":
      return Math.floor(random() * Math.min(fact.max, 100) * 10 ** fact.scale) / 10 ** fact.scale;
    case "money":
      return random() < 0.05 ? 700_000_000_000_000 : Math.floor(random() * 30_000_000);
    case "date":
      return dateOfDay(dayOf(1910, 1, 1) + Math.floor(random() * (name === "birth_date" ? 25_000 : 42_800)));
    case "region":
      return pick(random, ["420704001002", "420704000000", "420702001000", "420700000000", "421100000000", "420000000000", "520100000000"]);
    case "text":
      return pick(random, ["none", "op-1", "op-2", `op-${Math.floor(random() * 50)}`]);
    case "benefits": {
      const amounts = [...EXTERNAL, "b0-0", "b0-1", "shared-0"].filter(() => random() < 0.4).map((id) => [id, random() < 0.2 ? null : 1000 * Math.floor(random() * 300)] as const);
      return Object.fromEntries(amounts);
    }
  }
}

/** A subject: each fact unknown (one in eight), at a boundary (one in two where there is one), or anything. */
export function randomFacts(random: Random, kind: SubjectKind, boundaries: Boundaries): Facts {
  const facts: Facts = {};
  for (const [name, fact] of Object.entries(FACTS[kind])) {
    const roll = random();
    if (roll < 0.125) continue;
    const near = boundaries[name];
    facts[name] = near && roll < 0.55 ? pick(random, near) : ordinaryValue(random, name, fact);
  }
  return facts;
}
