import { describe, expect, it } from "vitest";
import { addDays } from "../../kernel/dates.ts";
import type { Decision } from "./pack.ts";
import { decide } from "./decide.ts";
import { factsRead } from "./facts-read.ts";
import { loadPack } from "./load-pack.ts";
import { policySet } from "./policy-set.ts";
import { boundariesOf, randomFacts, randomFrom, randomPacks } from "./random-packs.fixture.ts";
import { samplePack } from "./sample-pack.fixture.ts";
import { thresholds } from "./thresholds.ts";

const pack = loadPack(samplePack()).pack!;
const seniors = policySet([pack], "senior", "2022-01-01");
const senior = { region: "420704001002", disability_category: "none" };

describe("thresholds", () => {
  it("is the birthday on which the allowance begins or rises", () => {
    expect(thresholds(seniors, { ...senior, birth_date: "1943-03-05" }, "2022-01-01")).toBe("2023-03-05");
    expect(thresholds(seniors, { ...senior, birth_date: "1933-03-05" }, "2022-01-01")).toBe("2023-03-05");
    expect(thresholds(seniors, { ...senior, birth_date: "1943-03-05" }, "2023-03-05")).toBe("2026-12-13");
  });
  it("waits until 1 March for those born on 29 February", () => {
    expect(thresholds(seniors, { ...senior, birth_date: "1944-02-29" }, "2022-01-01")).toBe("2024-02-29");
    expect(thresholds(seniors, { ...senior, birth_date: "1936-02-29" }, "2025-12-31")).toBe("2026-03-01");
  });
  it("is the beginning and the end of the document where nothing else changes", () => {
    expect(thresholds(seniors, {}, "2021-01-01")).toBe("2021-12-13");
    expect(thresholds(seniors, {}, "2026-12-12")).toBe("2026-12-13");
    expect(thresholds(seniors, {}, "2026-12-13")).toBeUndefined();
  });
  it("is the date on which a figure changes, only for those whom it concerns", () => {
    const facilities = policySet([pack], "facility", "2022-01-01");
    const home = { kind: "institution", filed: true, rating: 1, residents_severe: 10, residents_other: 0, region: "420704000000" };
    expect(thresholds(facilities, home, "2022-01-01")).toBe("2024-01-01");
    expect(thresholds(facilities, { ...home, filed: false }, "2022-01-01")).toBe("2026-12-13");
  });
  it("misses no day on which an answer changes", () => {
    const brief = (decisions: Decision[]) => JSON.stringify(decisions.map(({ benefit, standing, amount }) => [benefit, standing, amount]));
    let changes = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = randomFrom(seed);
      const packs = randomPacks(random, "senior");
      const set = policySet(packs, "senior", "2024-01-01");
      const facts = randomFacts(random, "senior", boundariesOf(packs, "senior", "2024-03-01"));
      const next = thresholds(set, facts, "2024-01-01") ?? "2024-12-31";
      const before = brief(decide(set, facts, "2024-01-01"));
      for (let date = "2024-01-02"; date < next && date <= "2024-12-31"; date = addDays(date, 1)) {
        expect(brief(decide(set, facts, date)), `seed ${seed} on ${date}`).toBe(before);
      }
      if (next <= "2024-12-31") changes += 1;
    }
    expect(changes).toBeGreaterThan(10);
  });
});

describe("facts read", () => {
  it("names stored facts, and those of benefits that an overlap sets against it", () => {
    const read = (id: string) => factsRead(pack.benefits.find((benefit) => benefit.id === id)!, pack);
    expect(read("old-age-allowance")).toEqual(["birth_date", "region", "alive"]);
    expect(read("care-allowance")).toEqual(["region", "disability_category", "disability_grade", "receives", "alive"]);
    expect(read("operating-subsidy")).toEqual(["kind", "region", "filed", "rating", "residents_severe", "residents_other"]);
  });
});
