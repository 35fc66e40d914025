import type { Life } from "./life.ts";
import type { Random } from "./random.ts";

/** What the register knows of what the rules read. */
export type Known = { ability: number | undefined; carerTrained: boolean };

/**
 * A benefit that a senior of the city may receive, by its id in the packs. `usual` is the share of those entitled whom it
 * reaches in a community of middling reach. `entitled` is a short form of the packs' rules, good enough to decide who
 * plausibly receives what; what a senior is really entitled to is for the packs to say. `amount` is in 分 a month, null
 * for a service.
 */
type Receipt = {
  id: string;
  usual: number;
  entitled: (life: Life, known: Known, received: Readonly<Record<string, number | null>>) => boolean;
  amount: (life: Life, random: Random) => number | null;
};

const yuan = (amount: number): number => amount * 100;
const service = (): null => null;
const severelyDisabled = (life: Life): boolean => life.disabilityGrade === 1 || life.disabilityGrade === 2;
const hardship = (life: Life): boolean => life.economic !== "ordinary";
const disabledInAbility = (known: Known): boolean => known.ability !== undefined && known.ability >= 2;

/** For which age, insurance or way of living is enough. */
const COMMON: readonly Receipt[] = [
  {
    id: "employee-pension",
    usual: 0.985,
    // Men born from 1965 draw it some months after 60 (渐进式延迟法定退休年龄); a year covers them all at present.
    entitled: (life) => life.pension === "employee" && (life.sex === "female" || life.age >= 61),
    amount: (life, random) => yuan(1800 + random.below(2600) + (life.age >= 75 ? 300 : 0)),
  },
  { id: "resident-pension", usual: 0.97, entitled: (life) => life.pension === "resident", amount: (_, random) => yuan(143 + random.below(160)) },
  {
    id: "old-age-allowance",
    usual: 0.86,
    entitled: (life) => life.age >= 80,
    amount: (life) => yuan(life.age >= 100 ? 500 : life.age >= 90 ? 100 : 50),
  },
  {
    id: "care-service-subsidy",
    usual: 0.72,
    entitled: (life, known) => hardship(life) || life.age >= 80 || disabledInAbility(known),
    amount: (_, random) => yuan(100 + 50 * random.below(5)),
  },
  { id: "ability-assessment", usual: 0.76, entitled: (life) => life.age >= 65, amount: service },
  {
    id: "outreach-visits",
    usual: 0.78,
    entitled: (life, known) =>
      ["alone", "empty_nest", "left_behind"].includes(life.living) ||
      disabledInAbility(known) ||
      severelyDisabled(life) ||
      life.familyPlanning !== "none",
    amount: service,
  },
];

/** For which it takes a special need. */
const SPECIAL: readonly Receipt[] = [
  {
    id: "minimum-living-allowance",
    usual: 0.95,
    entitled: (life) => life.economic === "minimum_allowance",
    amount: (life, random) => yuan((life.community.setting === "urban" ? 420 : 300) + 10 * random.below(30)),
  },
  {
    id: "scattered-support",
    usual: 0.96,
    entitled: (life) => life.economic === "destitute" && !life.centralised,
    amount: (life) => yuan(life.community.setting === "urban" ? 1340 : 1090),
  },
  { id: "centralised-support", usual: 0.99, entitled: (life) => life.centralised, amount: service },
  {
    id: "disability-living-allowance",
    usual: 0.86,
    entitled: (life) => life.disabilityGrade > 0 && life.economic === "minimum_allowance",
    amount: (life) => yuan(severelyDisabled(life) ? 100 : 70),
  },
  {
    id: "disability-care-allowance",
    usual: 0.84,
    entitled: (life) => severelyDisabled(life) && life.economic !== "destitute",
    amount: () => yuan(100),
  },
  {
    id: "nursing-subsidy",
    usual: 0.72,
    // 护理类待遇择高申领其一: who draws the one does not draw the other.
    entitled: (life, known, received) => hardship(life) && disabledInAbility(known) && !("disability-care-allowance" in received),
    amount: () => yuan(100),
  },
  {
    id: "honoured-periodic-allowance",
    usual: 0.93,
    entitled: (life) => life.honoured !== "none",
    amount: (_, random) => yuan(900 + 10 * random.below(140)),
  },
  {
    id: "home-adaptation",
    usual: 0.74,
    entitled: (life, known) =>
      (life.economic === "destitute" || life.registeredPoor) && (life.age >= 80 || disabledInAbility(known) || life.disabilityGrade > 0),
    amount: service,
  },
  {
    id: "family-home-adaptation",
    usual: 0.7,
    entitled: (life) => hardship(life),
    amount: service,
  },
  {
    id: "low-fee-place",
    usual: 0.66,
    entitled: (life, known) =>
      (hardship(life) && disabledInAbility(known)) || life.familyPlanning !== "none" || life.honoured !== "none" || severelyDisabled(life),
    amount: service,
  },
  { id: "family-planning-priority-admission", usual: 0.8, entitled: (life) => life.familyPlanning !== "none", amount: service },
  { id: "family-carer-training", usual: 0.68, entitled: (_, known) => disabledInAbility(known), amount: service },
  { id: "family-care-support", usual: 0.74, entitled: (_, known) => disabledInAbility(known) && known.carerTrained, amount: service },
  {
    id: "honoured-centralised-support",
    usual: 0.75,
    entitled: (life, _, received) => life.honoured !== "none" && life.support !== "able" && "honoured-periodic-allowance" in received,
    amount: service,
  },
  { id: "vagrant-relief", usual: 0.7, entitled: (life) => life.wandering, amount: service },
];

export const RECEIPTS: readonly Receipt[] = [...COMMON, ...SPECIAL];

function hasSpecialNeed(life: Life, known: Known): boolean {
  return (
    hardship(life) ||
    life.disabilityGrade > 0 ||
    life.registeredPoor ||
    life.familyPlanning !== "none" ||
    life.honoured !== "none" ||
    life.wandering ||
    disabledInAbility(known)
  );
}

/** Benefits that go with being in hardship, and so begin when it begins. */
export const HARDSHIP_RECEIPTS: readonly string[] = ["minimum-living-allowance", "scattered-support", "centralised-support", "disability-living-allowance"];

/**
 * What the senior receives: a share of what seems due, by benefit and by how well the community reaches its people.
 * An assessment made is an assessment received; the others over 65 may have had the plain self-care screening of the
 * yearly health check, which gives no level.
 */
export function drawReceipts(random: Random, life: Life, known: Known): Record<string, number | null> {
  const receives: Record<string, number | null> = {};
  for (const receipt of hasSpecialNeed(life, known) ? RECEIPTS : COMMON) {
    if (!receipt.entitled(life, known, receives)) continue;
    const share = receipt.usual + life.community.reach * Math.min(1, (1 - receipt.usual) * 5);
    const assessed = receipt.id === "ability-assessment" && known.ability !== undefined;
    if (assessed || random.chance(share)) receives[receipt.id] = receipt.amount(life, random);
  }
  return receives;
}
