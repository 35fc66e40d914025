import { describe, expect, it } from "vitest";
import { addDays } from "../../kernel/dates.ts";
import { decide } from "./decide.ts";
import { loadPack } from "./load-pack.ts";
import { nextLook } from "./next-look.ts";
import type { Decision } from "./pack.ts";
import { policySet } from "./policy-set.ts";
import { boundariesOf, randomFacts, randomFrom, randomPacks } from "./random-packs.fixture.ts";
import { samplePack } from "./sample-pack.fixture.ts";
import { thresholds } from "./thresholds.ts";

const seniors = policySet([loadPack(samplePack()).pack!], "senior", "2022-01-01");
const look = nextLook(seniors);

describe("nextLook", () => {
  it("is the next birthday, on 1 March for 29 February, or the next day on which something begins or has ended", () => {
    expect(look({ birth_date: "1950-03-05" }, "2022-01-01")).toBe("2022-03-05");
    expect(look({ birth_date: "1950-03-05" }, "2022-03-05")).toBe("2023-03-05");
    expect(look({ birth_date: "1936-02-29" }, "2023-02-28")).toBe("2023-03-01");
    expect(look({}, "2022-01-01")).toBe("2024-01-01");
    expect(look({}, "2026-12-12")).toBe("2026-12-13");
    expect(look({}, "2026-12-13")).toBeUndefined();
  });

  it.each(["senior", "caregiver"] as const)("never comes after a change of an answer on a %s", (kind) => {
    let changes = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed);
      const packs = randomPacks(random, kind);
      const set = policySet(packs, kind, "2024-01-01");
      const next = nextLook(set);
      const boundaries = boundariesOf(packs, kind, "2024-03-01");
      for (let subject = 0; subject < 10; subject += 1) {
        const facts = randomFacts(random, kind, boundaries);
        const exact = thresholds(set, facts, "2024-01-01");
        if (exact === undefined) continue;
        changes += 1;
        const looked = next(facts, "2024-01-01");
        expect(looked !== undefined && looked <= exact, `seed ${seed}: ${looked} after ${exact}`).toBe(true);
      }
    }
    expect(changes).toBeGreaterThan(50);
  });

  it("leads day by day through every change of a life", () => {
    const brief = (decisions: Decision[]) => JSON.stringify(decisions.map(({ benefit, standing, amount }) => [benefit, standing, amount]));
    const facts = { birth_date: "1944-02-29", region: "420704001002", disability_category: "none" };
    let day = "2021-11-01";
    for (let steps = 0; steps < 12; steps += 1) {
      const next = look(facts, day);
      if (next === undefined) break;
      const answer = brief(decide(seniors, facts, day));
      for (let between = day; between < next; between = addDays(between, 1)) expect(brief(decide(seniors, facts, between))).toBe(answer);
      day = next;
    }
    expect(day > "2026-12-12").toBe(true);
  });
});
