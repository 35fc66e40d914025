import { describe, expect, it } from "vitest";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { findDisagreement } from "./agreement.fixture.ts";
import { bundledPack } from "./bundled-pack.fixture.ts";
import { factsAt, makeColumns, putFacts } from "./columns.ts";
import { compile } from "./compile.ts";
import { loadPack } from "./load-pack.ts";
import { policySet } from "./policy-set.ts";
import { boundariesOf, randomFacts, randomFrom } from "./random-packs.fixture.ts";
import { samplePack } from "./sample-pack.fixture.ts";

const nation = bundledPack("cn");
const ezhou = bundledPack("cn-42-ezhou", [nation]);

describe("columns", () => {
  it("give back what was put in, unknown included", () => {
    const set = policySet([ezhou], "facility", "2026-01-01");
    const columns = makeColumns(set, 2);
    const facts: Facts = {
      kind: "institution",
      region: "420704000000",
      government_funded: false,
      filed: true,
      premises: "rented",
      beds: 120,
      rating: 0,
      residents_severe: 10.25,
      fire_upgrade_cost: 123_456,
      fire_upgrade_passed_on: "2021-12-31",
      operator: "op-7",
    };
    putFacts(columns, 1, facts);
    expect(factsAt(columns, 1)).toEqual(facts);
    expect(factsAt(columns, 0)).toEqual({});
    putFacts(columns, 1, { rating: 9, beds: -1, operator: "" });
    expect(factsAt(columns, 1)).toEqual({});
  });
  it("hold what overlaps ask of the benefits received", () => {
    const set = policySet([ezhou], "senior", "2026-01-01");
    const columns = makeColumns(set, 3);
    const received: Record<string, number | null>[] = [{ "disability-care-allowance": 20_000 }, { "disability-care-allowance": null }, {}];
    received.forEach((receives, index) => putFacts(columns, index, { receives }));
    expect(received.map((_, index) => factsAt(columns, index)["receives"])).toEqual(received);
  });
});

describe("compiled rules", () => {
  const senior = compile(policySet([nation, ezhou], "senior", "2026-01-01"));

  it("name the stored facts that their columns need", () => {
    expect(senior.facts).toEqual(expect.arrayContaining(["birth_date", "economic", "region", "receives", "alive"]));
    expect(senior.facts).not.toContain("age");
  });
  it("write only the subjects asked for, and can be run again into the same room", () => {
    const set = senior.set;
    const random = randomFrom(3);
    const subjects = Array.from({ length: 5000 }, () => randomFacts(random, "senior", {}));
    const columns = makeColumns(set, subjects.length);
    subjects.forEach((facts, index) => putFacts(columns, index, facts));
    const whole = senior.run(columns, 0, subjects.length, "2026-01-01");
    const parts = senior.makeResults(subjects.length);
    senior.run(columns, 2500, 5000, "2030-01-01", parts);
    senior.run(columns, 0, 2500, "2026-01-01", parts);
    senior.run(columns, 2500, 5000, "2026-01-01", parts);
    expect(parts).toEqual(whole);
  });
  it("leave to exact arithmetic what doubles cannot hold", () => {
    const source = samplePack("value: base_severe }", "value: fire_upgrade_cost * 0.3333 }");
    const pack = loadPack({ ...source, policy: source.policy.replace("cap: 2000000", "cap: 2000000000000") }).pack!;
    const set = policySet([pack], "facility", "2026-01-01");
    const columns = makeColumns(set, 1);
    const facts = { kind: "institution", filed: true, rating: 1, residents_severe: 12_345.6789, residents_other: 0, fire_upgrade_cost: 19_999_999_999 };
    putFacts(columns, 0, facts);
    const results = compile(set).run(columns, 0, 1, "2026-01-01");
    expect(findDisagreement(set, facts, "2026-01-01", results, 0)).toBeUndefined();
    const exact = 19_999_999_999n * 3333n * 123_456_789n;
    expect(exact > 2n ** 53n).toBe(true);
    expect(results.benefits[0]!.amount[0]).toBe(Number((exact + 50_000_000n) / 100_000_000n));
  });
  it.each([
    ["senior", [nation, ezhou]],
    ["facility", [ezhou]],
    ["provider", [ezhou]],
  ] as const)("agree with the interpreter on 100,000 %s subjects of the Ezhou pack, at boundaries and with unknown facts", (kind: SubjectKind, packs) => {
    const random = randomFrom(20_211_213);
    const set = policySet(packs, kind, "2026-11-21");
    const compiled = compile(set);
    const count = 50_000;
    for (const date of ["2021-12-31", "2026-11-21"]) {
      const boundaries = boundariesOf(packs, kind, date);
      const subjects = Array.from({ length: count }, () => randomFacts(random, kind, boundaries));
      const columns = makeColumns(set, count);
      subjects.forEach((facts, index) => putFacts(columns, index, facts));
      const results = compiled.run(columns, 0, count, date);
      const differences = subjects.flatMap((facts, index) => findDisagreement(set, facts, date, results, index) ?? []);
      expect(differences.slice(0, 3)).toEqual([]);
    }
  });
});
