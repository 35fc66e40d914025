import { describe, expect, it } from "vitest";
import { FACTS } from "../../../../src/kernel/facts.ts";
import type { SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { conflictsOf, FACT_GROUPS } from "./fact-words.ts";

type Entry = SeniorPage["history"][number];
const TODAY = "2026-11-21";

function entry(overrides: Partial<Entry>): Entry {
  return { seq: 1, source: "community", validFrom: "2026-01-01", validTo: null, learntAt: "2026-01-02T00:00:00.000Z", recordedBy: "u1", note: null, facts: {}, ...overrides };
}
const standing = { fact: "living", value: "alone", source: "community", since: "2026-03-01", until: null, learntAt: "2026-03-02T00:00:00.000Z" } as const;
const conflicts = (...history: Entry[]) => conflictsOf({ facts: [standing], history }, "living", TODAY);

describe("the facts of a senior's page", () => {
  it("stand under one heading each, birth date and sex apart", () => {
    const grouped = FACT_GROUPS.flatMap(({ facts }) => facts);
    expect(new Set(grouped).size).toBe(grouped.length);
    expect(Object.keys(FACTS.senior).filter((fact) => !grouped.includes(fact))).toEqual(["birth_date", "sex"]);
  });
  it("contradict what another source says of the same time", () => {
    expect(conflicts(entry({ source: "household_register", validFrom: "2026-06-01", facts: { living: "with_family" } }))).toEqual([
      { source: "household_register", value: "with_family", from: "2026-06-01" },
    ]);
  });
  it("do not contradict what was so before, is over, is the same, or was said by the same source", () => {
    expect(conflicts(entry({ source: "household_register", validFrom: "2020-01-01", facts: { living: "with_family" } }))).toEqual([]);
    expect(conflicts(entry({ source: "household_register", validFrom: "2026-06-01", validTo: TODAY, facts: { living: "with_family" } }))).toEqual([]);
    expect(conflicts(entry({ source: "household_register", validFrom: "2026-06-01", facts: { living: "alone" } }))).toEqual([]);
    expect(conflicts(entry({ source: "community", validFrom: "2026-06-01", facts: { living: "with_family" } }))).toEqual([]);
  });
  it("hear only the last word of each source", () => {
    const late = entry({ source: "health", validFrom: "2026-07-01", facts: { living: "alone" } });
    const early = entry({ source: "health", validFrom: "2026-06-01", facts: { living: "empty_nest" } });
    expect(conflicts(late, early)).toEqual([]);
  });
});
