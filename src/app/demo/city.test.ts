import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isCreditCode } from "../../kernel/credit-code.ts";
import { fullYears } from "../../kernel/dates.ts";
import { FACTS, type Fact, type Facts, type FactValue } from "../../kernel/facts.ts";
import { readIdCard } from "../../kernel/id-card.ts";
import { isId } from "../../kernel/ids.ts";
import { isWithin } from "../../kernel/regions.ts";
import { readRegions } from "../../modules/access/regions/regions.ts";
import { RELATION_NAMES, SOURCE_NAMES } from "../../modules/people/people.contract.ts";
import { generateCity } from "./city.ts";
import type { CityOptions, DemoSenior } from "./city.types.ts";
import { idNumberIssuer } from "./identity.ts";
import { RECEIPTS } from "./receipts.ts";

const regions = readRegions();
const regionCodes = new Set(regions.map((region) => region.code));
const AS_OF = "2026-11-21";
const options: CityOptions = { people: 40_000, seed: 7, asOf: AS_OF, regions };
const city = generateCity(options);
const seniors = [...city.seniors()].flat();
const living = seniors.filter((senior) => senior.diedOn === undefined);
const age = (senior: DemoSenior): number => fullYears(senior.birthDate, AS_OF);
const share = (list: readonly DemoSenior[], test: (senior: DemoSenior) => boolean): number => list.filter(test).length / list.length;
const within = (list: readonly DemoSenior[], from: number, to: number): DemoSenior[] => list.filter((senior) => age(senior) >= from && age(senior) <= to);

function digest(changes: Partial<CityOptions>): string {
  const hash = createHash("sha256");
  const made = generateCity({ ...options, people: 3000, ...changes });
  hash.update(JSON.stringify([made.organizations, made.users, made.providers, made.facilities]));
  for (const chunk of made.seniors()) for (const senior of chunk) hash.update(JSON.stringify(senior));
  return hash.digest("hex");
}

function isValueOf(fact: Fact, value: FactValue): boolean {
  if (fact.type === "boolean") return typeof value === "boolean";
  if (fact.type === "integer") return Number.isInteger(value) && (value as number) >= fact.min && (value as number) <= fact.max;
  if (fact.type === "number") return typeof value === "number" && value >= fact.min && value <= fact.max && Number(value.toFixed(fact.scale)) === value;
  if (fact.type === "money") return Number.isSafeInteger(value);
  if (fact.type === "date") return /^\d{4}-\d{2}-\d{2}$/.test(String(value));
  if (fact.type === "region") return regionCodes.has(String(value));
  if (fact.type === "enum") return String(value) in fact.values;
  return fact.type === "text" ? typeof value === "string" : typeof value === "object";
}

describe("the same seed", () => {
  it("gives the same city, whatever the chunks, and another seed another", () => {
    const first = digest({});
    expect(digest({})).toBe(first);
    expect(digest({ chunk: 77 })).toBe(first);
    expect(digest({ seed: 8 })).not.toBe(first);
  });
  it("gives a city that begins with the smaller one", () => {
    const small = [...generateCity({ ...options, people: 50 }).seniors()].flat();
    expect(small).toEqual(seniors.slice(0, 50));
  });
  it.each([0, 1.5, 10_000_001])("refuses %d people", (people) => {
    expect(() => generateCity({ ...options, people }).seniors().next()).toThrow(RangeError);
  });
  it("refuses a region table without Ezhou", () => {
    expect(() => generateCity({ ...options, regions: regions.filter((region) => !isWithin(region.code, "420700000000")) })).toThrow(RangeError);
  });
});

describe("no invented person can be real", () => {
  it("has 200,000 id numbers, all valid, all different, all in the unassigned range, with matching birth and sex", () => {
    const numbers = new Set<string>();
    for (const chunk of generateCity({ ...options, people: 200_000, seed: 3 }).seniors()) {
      for (const { idNumber, birthDate, sex } of chunk) {
        const read = readIdCard(idNumber);
        if (!("card" in read)) throw new Error(`${idNumber}: ${read.fault}`);
        if (read.card.birthDate !== birthDate || read.card.sex !== sex || !/^4299[89]\d$/.test(read.card.address)) throw new Error(idNumber);
        numbers.add(idNumber);
      }
    }
    expect(numbers.size).toBe(200_000);
    expect([...regionCodes].some((code) => /^4299[89]/.test(code))).toBe(false);
  });
  it("issues 10,000 numbers of one birth date and sex before it refuses", () => {
    const issue = idNumberIssuer();
    const numbers = new Set(Array.from({ length: 10_000 }, () => issue(-5000, "male")));
    expect(numbers.size).toBe(10_000);
    expect([...numbers].every((number) => "card" in readIdCard(number))).toBe(true);
    expect(() => issue(-5000, "male")).toThrow(RangeError);
    expect(issue(-5000, "female")).toMatch(/^429999/);
  });
  it("has no phone that a subscriber could have", () => {
    const phones = seniors.flatMap((senior) => [...(senior.phone ? [senior.phone] : []), ...senior.contacts.map((contact) => contact.phone)]);
    expect(phones.length).toBeGreaterThan(60_000);
    expect(phones.every((phone) => /^102\d{8}$/.test(phone))).toBe(true);
  });
  it("gives providers codes of no registrar", () => {
    expect(city.providers.every(({ creditCode }) => isCreditCode(creditCode) && creditCode.slice(2, 8) === "429999")).toBe(true);
  });
});

describe("the people", () => {
  it("are as old as a city's seniors are", () => {
    const bands = [[60, 64, 0.29], [65, 69, 0.26], [70, 74, 0.19], [75, 79, 0.12], [80, 84, 0.08], [85, 89, 0.04], [90, 120, 0.02]] as const;
    for (const [from, to, expected] of bands) expect(Math.abs(within(seniors, from, to).length / seniors.length - expected)).toBeLessThan(0.012);
    expect(within(seniors, 60, 120)).toHaveLength(seniors.length);
    expect(within(seniors, 100, 120).length).toBeGreaterThan(2);
    expect(share(within(seniors, 80, 120), (senior) => senior.sex === "female")).toBeGreaterThan(0.53);
  });
  it.each([
    ["destitute", (s: DemoSenior) => s.facts["economic"] === "destitute", 0.012, 0.018],
    ["minimum allowance", (s: DemoSenior) => s.facts["economic"] === "minimum_allowance", 0.04, 0.06],
    ["low income", (s: DemoSenior) => s.facts["economic"] === "low_income", 0.032, 0.048],
    ["disabled", (s: DemoSenior) => s.facts["disability_grade"] !== undefined, 0.07, 0.09],
    ["special families", (s: DemoSenior) => ["bereaved", "disabled_child"].includes(String(s.facts["family_planning_special"])), 0.006, 0.01],
    ["honoured", (s: DemoSenior) => s.facts["honoured"] !== "none", 0.008, 0.012],
    ["died within the year", (s: DemoSenior) => s.diedOn !== undefined, 0.025, 0.035],
    ["moved", (s: DemoSenior) => s.periods.filter((p) => p.fact === "region").length === 2, 0.02, 0.033],
    ["of another people", (s: DemoSenior) => s.ethnicity !== "汉族", 0.007, 0.016],
    ["living alone", (s: DemoSenior) => s.facts["living"] === "alone", 0.08, 0.13],
    ["living unknown", (s: DemoSenior) => s.facts["living"] === undefined, 0.02, 0.04],
  ] as const)("are, in their share, %s", (_, test, from, to) => {
    const found = share(seniors, test);
    expect(found).toBeGreaterThan(from);
    expect(found).toBeLessThan(to);
  });
  it("hang together: alone with age, assessed with age, destitute without support", () => {
    const alone = (s: DemoSenior): boolean => s.facts["living"] === "alone";
    expect(share(within(seniors, 80, 89), alone)).toBeGreaterThan(2 * share(within(seniors, 60, 64), alone));
    const unassessed = (s: DemoSenior): boolean => s.facts["ability_level"] === undefined;
    expect(share(within(seniors, 60, 79), unassessed)).toBeGreaterThan(0.75);
    expect(share(within(seniors, 80, 120), unassessed)).toBeLessThan(0.45);
    const destitute = seniors.filter((s) => s.facts["economic"] === "destitute");
    expect(destitute.every((s) => s.facts["support"] !== "able" && s.facts["centralised"] !== undefined)).toBe(true);
    expect(destitute.every((s) => !s.facts["centralised"] || s.facts["living"] === "institution")).toBe(true);
    expect(seniors.every((s) => (s.facts["disability_grade"] === undefined) === ["none", undefined].includes(s.facts["disability_category"] as string | undefined))).toBe(true);
  });
  it("live in real communities of the city, every one of which has some", () => {
    expect(seniors.every((s) => isWithin(s.region, city.region) && regionCodes.has(s.region) && !s.region.endsWith("000"))).toBe(true);
    expect(new Set(seniors.map((s) => s.region)).size).toBe(regions.filter((region) => region.level === "village").length);
    expect(seniors.every((s) => s.address.startsWith("鄂州市") && s.address.endsWith(s.address.includes("单元") ? "室" : "号"))).toBe(true);
  });
  it("have up to three contacts, one of them for emergencies", () => {
    expect(new Set(seniors.map((s) => s.contacts.length))).toEqual(new Set([0, 1, 2, 3]));
    expect(seniors.every((s) => s.contacts.length === 0 || s.contacts.filter((c) => c.emergency).length === 1)).toBe(true);
    expect(seniors.every((s) => s.contacts.every((c) => c.relation in RELATION_NAMES && c.name.length >= 2))).toBe(true);
  });
  it("bear names that the screens must stand: two to eleven characters, some rare", () => {
    expect(seniors.every((s) => s.name.length >= 2 && s.name.length <= 12)).toBe(true);
    expect(seniors.some((s) => s.name.length > 8)).toBe(true);
    expect(seniors.some((s) => [..."喆垚犇翀堃"].some((rare) => s.name.includes(rare)))).toBe(true);
    expect(share(seniors, (s) => s.name.startsWith("王"))).toBeGreaterThan(0.05);
  });
});

describe("the register of facts", () => {
  it("knows only facts and values of the dictionary", () => {
    for (const senior of seniors) {
      for (const { fact, value, source } of senior.periods) {
        const known = FACTS.senior[fact];
        if (!known || !isValueOf(known, value) || !(source in SOURCE_NAMES)) throw new Error(`${fact} ${JSON.stringify(value)} ${source}`);
      }
    }
  });
  it("has for each fact periods in order, without overlap, that end in what holds now", () => {
    for (const senior of seniors) {
      const now: Facts = {};
      const ends = new Map<string, string>();
      for (const period of senior.periods) {
        const previous = ends.get(period.fact);
        if (previous !== undefined && previous > period.from) throw new Error(`${period.fact} of ${senior.id} overlaps`);
        if (period.to !== undefined && period.to <= period.from) throw new Error(`${period.fact} of ${senior.id} is empty`);
        if (period.learntOn < period.from || period.learntOn > AS_OF) throw new Error(`${period.fact} of ${senior.id} learnt ${period.learntOn}`);
        ends.set(period.fact, period.to ?? "9999");
        if (period.to === undefined) now[period.fact] = period.value;
      }
      expect(now).toEqual(senior.facts);
    }
  });
  it("says of each what stands beside it", () => {
    for (const s of seniors) {
      if (s.facts["region"] !== s.region || s.facts["birth_date"] !== s.birthDate || s.facts["sex"] !== s.sex) throw new Error(s.id);
      if (s.facts["household_region"] !== s.householdRegion || s.facts["alive"] !== (s.diedOn === undefined) || !isId(s.id)) throw new Error(s.id);
      if (s.diedOn !== undefined && (s.diedOn <= s.registeredOn || s.diedOn <= "2025-11-21" || s.diedOn > AS_OF)) throw new Error(s.id);
      if (age(s) < 60 || fullYears(s.birthDate, s.registeredOn) < 60) throw new Error(s.id);
    }
    const ids = seniors.map((s) => s.id);
    expect([...new Set(ids)].sort()).toEqual(ids);
  });
  it("has a year of history", () => {
    const changed = (fact: string) => share(seniors, (s) => s.periods.filter((p) => p.fact === fact).length > 1);
    expect(changed("economic")).toBeGreaterThan(0.02);
    expect(changed("ability_level")).toBeGreaterThan(0.04);
    expect(changed("living")).toBeGreaterThan(0.008);
    expect(changed("receives")).toBeGreaterThan(0.05);
  });
});

describe("entitled and not receiving", () => {
  const receives = (s: DemoSenior, id: string): boolean => id in (s.facts["receives"] as object);
  const due: Record<string, (s: DemoSenior) => boolean> = {
    "old-age-allowance": (s) => age(s) >= 80,
    "ability-assessment": (s) => age(s) >= 65,
    "care-service-subsidy": (s) => age(s) >= 80 || (s.facts["economic"] ?? "ordinary") !== "ordinary" || Number(s.facts["ability_level"] ?? 0) >= 2,
    "outreach-visits": (s) => ["alone", "empty_nest", "left_behind"].includes(String(s.facts["living"])),
    "disability-care-allowance": (s) => Number(s.facts["disability_grade"] ?? 4) <= 2 && s.facts["economic"] !== "destitute",
  };
  it.each(Object.keys(due))("happens with %s to a tenth or a third, unevenly between towns", (id) => {
    const entitled = living.filter(due[id]!);
    const gap = share(entitled, (s) => !receives(s, id));
    expect(gap).toBeGreaterThan(0.1);
    expect(gap).toBeLessThan(0.35);
    const byTown = Map.groupBy(entitled, (s) => s.region.slice(0, 9));
    const gaps = [...byTown.values()].filter((list) => list.length >= 20).map((list) => share(list, (s) => !receives(s, id)));
    expect(gaps.length).toBeGreaterThan(10);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(0.08);
  });
  it("differs between neighbouring communities with the same benefit", () => {
    const byCommunity = Map.groupBy(living.filter(due["outreach-visits"]!), (s) => s.region);
    const gaps = [...byCommunity.values()].filter((list) => list.length >= 60).map((list) => share(list, (s) => !receives(s, "outreach-visits")));
    expect(gaps.length).toBeGreaterThan(50);
    expect(gaps.filter((gap) => gap < 0.15).length).toBeGreaterThan(5);
    expect(gaps.filter((gap) => gap > 0.28).length).toBeGreaterThan(5);
  });
  it("names only benefits that the packs have", () => {
    const folder = new URL("../../../policies/", import.meta.url);
    type Named = { benefits?: { id: string }[]; external_benefits?: { id: string }[] };
    const ids = readdirSync(folder)
      .filter((name) => name === "cn" || name === "cn-42-ezhou")
      .map((name) => parse(readFileSync(new URL(`${name}/policy.yaml`, folder), "utf8")) as Named)
      .flatMap((pack) => [...(pack.benefits ?? []), ...(pack.external_benefits ?? [])].map((benefit) => benefit.id));
    expect(RECEIPTS.map((receipt) => receipt.id).filter((id) => !ids.includes(id))).toEqual([]);
  });
  it("still pays some of the dead", () => {
    const dead = seniors.filter((s) => s.diedOn !== undefined);
    const paid = share(dead, (s) => Object.keys(s.facts["receives"] as object).length > 0);
    expect(paid).toBeGreaterThan(0.03);
    expect(paid).toBeLessThan(0.15);
  });
});

describe("places and offices", () => {
  const organizations = new Map(city.organizations.map((organization) => [organization.id, organization]));
  it("has facilities of every kind, with facts of the dictionary, in communities", () => {
    expect(new Set(city.facilities.map((facility) => facility.facts["kind"]))).toEqual(new Set(Object.keys((FACTS.facility["kind"] as { values: object }).values)));
    expect(city.facilities.filter((facility) => facility.facts["kind"] === "institution")).toHaveLength(40);
    expect(new Set(city.facilities.map((facility) => facility.name)).size).toBe(city.facilities.length);
    for (const { facts, region, providerId } of city.facilities) {
      for (const [name, value] of Object.entries(facts)) {
        if (!FACTS.facility[name] || !isValueOf(FACTS.facility[name], value!)) throw new Error(`${name} ${JSON.stringify(value)}`);
      }
      expect(facts).toMatchObject({ region, operator: providerId ?? "none" });
      expect(Number(facts["nursing_beds"])).toBeLessThanOrEqual(Number(facts["beds"]));
    }
  });
  it("has a home beyond the 500 beds of the subsidy, and a chain that earns the award", () => {
    expect(city.facilities.find((facility) => facility.facts["beds"] === 520)?.facts).toMatchObject({ premises: "new_build", government_funded: false });
    const chain = city.providers[0]!;
    expect(chain.facts["facilities"]).toBe(city.facilities.filter((facility) => facility.providerId === chain.id).length);
    expect(Number(chain.facts["facilities"])).toBeGreaterThanOrEqual(8);
    expect(chain.facts["facilities_passing"]).toBe(chain.facts["facilities"]);
  });
  it("has an office for every district, town and community, parents first", () => {
    const seen = new Set<string>();
    for (const organization of city.organizations) {
      if (organization.parentId !== undefined && !seen.has(organization.parentId)) throw new Error(organization.name);
      if (!regionCodes.has(organization.region)) throw new Error(organization.name);
      seen.add(organization.id);
    }
    expect(new Set(city.organizations.map((organization) => `${organization.region} ${organization.name}`)).size).toBe(city.organizations.length);
    const regionsWithOffice = new Set(city.organizations.map((organization) => organization.region));
    expect(regions.filter((region) => isWithin(region.code, city.region) && !regionsWithOffice.has(region.code))).toEqual([]);
  });
  it("has users of every role, each in an organization, with accounts of their own", () => {
    const roles = new Set(city.users.flatMap((user) => user.grants.map((grant) => grant.role)));
    expect(roles.size).toBe(11);
    expect(new Set(city.users.map((user) => user.account)).size).toBe(city.users.length);
    expect(city.users.every((user) => /^[a-z]+\d$/.test(user.account) && organizations.has(user.organizationId))).toBe(true);
    expect(city.users.find((user) => user.account === "jiedao1")?.grants).toEqual([{ role: "street_worker", jurisdiction: { kind: "region", code: "420704001000" } }]);
  });
});
