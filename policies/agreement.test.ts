import { expect, test } from "vitest";
import { compile, decide, loadPack, makeColumns, NOT_APPLICABLE, policySet, putFacts, STANDINGS, type Decision, type Pack, type Results } from "../src/engines/rules/index.ts";
import { addDays, addMonths, type CivilDate } from "../src/kernel/dates.ts";
import { FACTS, type Fact, type Facts, type FactValue, type SubjectKind } from "../src/kernel/facts.ts";
import { bundledPackNames, readPackFolder } from "../src/modules/policies/pack-folder.ts";

const nation = loadPack(await readPackFolder("cn")).pack!;
const packs: Pack[] = [nation];
for (const name of (await bundledPackNames()).filter((one) => one !== "cn")) packs.push(loadPack(await readPackFolder(name), { uppers: [nation] }).pack!);

/** Whole numbers below a limit, the same every time (linear congruential, Numerical Recipes). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const REGIONS = ["420704000000", "420703001002", "520102000000", "330212001000", "211102000000", "230902000000", "110101000000"];
const IDS = [...new Set(packs.flatMap(({ benefits, external }) => [...benefits, ...external].map(({ id }) => id)))];

/** A value near what the rules ask about: ages to the day, levels, the ends of figures. */
function someValue(fact: Fact, date: CivilDate, random: (below: number) => number): FactValue {
  const pick = <T>(list: readonly T[]) => list[random(list.length)]!;
  switch (fact.type) {
    case "boolean":
      return random(2) === 0;
    case "enum":
      return pick(Object.keys(fact.values));
    case "integer":
      return fact.max <= 10 ? fact.min + random(fact.max - fact.min + 1) : pick([0, 1, 7, 8, 9, 499, 500, 501, 12_345]);
    case "number":
      return pick([0, 0.0001, 1, 12.5, 59.99, 99]);
    case "money":
      return pick([0, 1, 33_333, 10_000_000]);
    case "date":
      return random(3) === 0 ? pick(["2021-12-31", "2022-01-01", "1965-09-10"]) : addDays(addMonths(date, -12 * pick([59, 60, 63, 65, 80, 90])), random(3) - 1);
    case "region":
      return pick(REGIONS);
    case "text":
      return pick(["none", "provider-1"]);
    case "benefits":
      return Object.fromEntries(IDS.filter(() => random(6) === 0).map((id) => [id, random(4) === 0 ? null : random(600) * 100]));
  }
}

function someFacts(kind: SubjectKind, date: CivilDate, random: (below: number) => number): Facts {
  const known = Object.entries(FACTS[kind]).filter(() => random(8) > 0);
  return Object.fromEntries(known.map(([name, fact]) => [name, name === "alive" ? random(20) > 0 : someValue(fact, date, random)]));
}

const told = (decisions: readonly Decision[]) =>
  decisions.map(({ benefit, pack, standing, amount, bounds, excludedBy }) => ({ benefit, pack, standing, amount, bounds, excludedBy }));

function compiled({ benefits, names }: Results, index: number): ReturnType<typeof told> {
  const figure = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  return benefits
    .filter(({ standing }) => standing[index] !== NOT_APPLICABLE)
    .map((one) => {
      const [min, max] = [figure(one.min?.[index]), figure(one.max?.[index])];
      const excluded = one.excludedBy?.[index] ?? 0;
      return {
        benefit: one.benefit,
        pack: one.pack,
        standing: STANDINGS[one.standing[index]!]!,
        amount: figure(one.amount[index]),
        bounds: min === null || max === null ? null : { min, max },
        excludedBy: excluded === 0 ? null : names[excluded - 1]!,
      };
    });
}

test.each(["senior", "facility", "provider", "caregiver"] as const)("所有政策包一起，编译结果与逐条认定一致：%s", (kind) => {
  const random = seeded(20_260_101);
  const count = 3000;
  const standings = new Set<string>();
  for (const date of ["2021-06-01", "2024-02-29", "2026-12-12", "2026-12-13"]) {
    const set = policySet(packs, kind, date);
    const subjects = Array.from({ length: count }, () => someFacts(kind, date, random));
    const columns = makeColumns(set, count);
    subjects.forEach((facts, index) => putFacts(columns, index, facts));
    const results = compile(set).run(columns, 0, count, date);
    subjects.forEach((facts, index) => {
      const expected = told(decide(set, facts, date));
      for (const { standing } of expected) standings.add(standing);
      expect(compiled(results, index), JSON.stringify(facts)).toEqual(expected);
    });
  }
  expect([...standings]).toEqual(expect.arrayContaining(["not_in_force", "not_eligible", "unknown"]));
  expect(standings.has("granted") || standings.has("unspecified")).toBe(true);
});
