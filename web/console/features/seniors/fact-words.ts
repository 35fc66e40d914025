import type { CivilDate } from "../../../../src/kernel/dates.ts";
import { FACTS, type Fact } from "../../../../src/kernel/facts.ts";
import type { FactSource, SeniorPage } from "../../../../src/modules/people/people.contract.ts";

type Value = SeniorPage["facts"][number]["value"];
type FactEntry = SeniorPage["history"][number];

export const SENIOR_FACTS: Readonly<Record<string, Fact>> = FACTS.senior;
/** Facts that follow the id number or a recorded death: not changed one by one. */
const FOLLOWING = new Set(["birth_date", "sex", "alive"]);
/** Facts that may be recorded by hand, by name. */
export const RECORDABLE = Object.keys(SENIOR_FACTS).filter((fact) => !FOLLOWING.has(fact));

const GROUPED = {
  living: ["region", "household_region", "living", "wandering", "alive"],
  means: ["economic", "registered_poor", "pension", "centralised", "support", "receives"],
  ability: ["ability_level", "dementia_level", "ltci_level", "disability_category", "disability_grade", "carer_trained"],
  standing: ["honoured", "family_planning_special"],
} as const;
export type FactGroup = keyof typeof GROUPED | "other";

/** The dictionary's facts by the headings of the page; what no heading claims stands under 其他. Birth date and sex stand at the top of the page. */
export const FACT_GROUPS: readonly { group: FactGroup; facts: readonly string[] }[] = (() => {
  const claimed = new Set<string>(["birth_date", "sex", ...Object.values(GROUPED).flat()]);
  const other = Object.keys(SENIOR_FACTS).filter((fact) => !claimed.has(fact));
  const groups = Object.entries(GROUPED).map(([group, facts]) => ({ group: group as FactGroup, facts: facts as readonly string[] }));
  return other.length === 0 ? groups : [...groups, { group: "other" as const, facts: other }];
})();

/** What the register was told of one fact, latest learnt first. */
export function historyOf(history: readonly FactEntry[], fact: string): FactEntry[] {
  return history.filter((entry) => fact in entry.facts);
}

export type Conflict = { source: FactSource; value: Value; from: CivilDate };

/**
 * Where another source says otherwise of the same time: its last word on a fact holds today, differs from what stands,
 * and does not begin before it (an older word is a change in the meantime, not a contradiction).
 */
export function conflictsOf(page: Pick<SeniorPage, "facts" | "history">, fact: string, today: CivilDate): Conflict[] {
  const current = page.facts.find((one) => one.fact === fact);
  if (current === undefined) return [];
  const said = new Set<FactSource>([current.source]);
  const conflicts: Conflict[] = [];
  for (const entry of historyOf(page.history, fact)) {
    const holds = entry.validFrom <= today && (entry.validTo === null || entry.validTo > today);
    if (!holds || said.has(entry.source)) continue;
    said.add(entry.source);
    const value = entry.facts[fact] ?? null;
    if (value === null || entry.validFrom < current.since || isSame(value, current.value)) continue;
    conflicts.push({ source: entry.source, value, from: entry.validFrom });
  }
  return conflicts;
}

function isSame(a: Value, b: Value): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
