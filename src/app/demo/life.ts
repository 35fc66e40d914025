import { dayNumber } from "../../kernel/dates.ts";
import type { Community } from "./places.ts";
import { drawIndex, type Random } from "./random.ts";

/**
 * What is true of a senior on the city's day, whether or not the register knows it. Shares follow the seventh census and
 * the fifth sampling survey of the elderly in their orders of size; they are settings of a demonstration, not statistics.
 */
export type Life = {
  birthDay: number;
  age: number;
  sex: "male" | "female";
  community: Community;
  married: boolean;
  widowed: boolean;
  children: number;
  familyPlanning: "none" | "bereaved" | "disabled_child";
  /** true ability level, 0–4 */
  ability: number;
  dementia: number;
  disability: string;
  disabilityGrade: number;
  economic: "destitute" | "minimum_allowance" | "low_income" | "ordinary";
  registeredPoor: boolean;
  support: "none" | "unable" | "able";
  centralised: boolean;
  living: "alone" | "empty_nest" | "left_behind" | "with_family" | "institution";
  honoured: string;
  pension: "none" | "employee" | "resident";
  wandering: boolean;
  /** day of death within the year, undefined for the living */
  deathDay: number | undefined;
};

/** Age bands: [from, to] in full years and share of those over 60. */
const BANDS: readonly (readonly [number, number])[] = [
  [60, 64],
  [65, 69],
  [70, 74],
  [75, 79],
  [80, 84],
  [85, 89],
  [90, 99],
  [100, 106],
];
const BAND_SHARES = [0.29, 0.26, 0.19, 0.12, 0.08, 0.04, 0.0196, 0.0004];
const MALE = [0.497, 0.492, 0.483, 0.47, 0.45, 0.42, 0.36, 0.25];
const WIDOWED = { male: [0.03, 0.05, 0.09, 0.15, 0.26, 0.4, 0.6, 0.85], female: [0.08, 0.14, 0.25, 0.4, 0.58, 0.74, 0.88, 0.97] };
/** Shares of ability levels 0 to 4 by band. */
const ABILITY = [
  [0.925, 0.055, 0.012, 0.005, 0.003],
  [0.885, 0.085, 0.018, 0.007, 0.005],
  [0.81, 0.14, 0.03, 0.012, 0.008],
  [0.7, 0.2, 0.06, 0.025, 0.015],
  [0.52, 0.29, 0.11, 0.05, 0.03],
  [0.34, 0.33, 0.17, 0.1, 0.06],
  [0.2, 0.3, 0.22, 0.16, 0.12],
  [0.08, 0.22, 0.26, 0.24, 0.2],
] as const;
const DISABLED = [0.045, 0.058, 0.075, 0.092, 0.11, 0.13, 0.15, 0.16];
const DEATH = [0.007, 0.012, 0.021, 0.04, 0.072, 0.125, 0.21, 0.35];
const IN_INSTITUTION = [0.003, 0.005, 0.01, 0.02, 0.04, 0.07, 0.11, 0.12];
const ALONE = [0.4, 0.44, 0.48, 0.52, 0.54, 0.52, 0.48, 0.4];
/** Number of children, 0 to 5, for those born from 1956 (one-child policy in their years), and before. */
const CHILDREN_YOUNGER = { urban: [0.03, 0.58, 0.3, 0.08, 0.01, 0], rural: [0.025, 0.28, 0.47, 0.18, 0.04, 0.005] };
const CHILDREN_OLDER = { urban: [0.025, 0.17, 0.35, 0.28, 0.12, 0.055], rural: [0.025, 0.08, 0.27, 0.32, 0.2, 0.105] };
const ONE_CHILD_FROM = dayNumber("1956-01-01");
/** 计划生育特殊家庭: parents whose childbearing years fell under the one-child policy. */
const SPECIAL_FAMILY_FROM = dayNumber("1946-01-01");
const DISABILITIES = ["limb", "hearing", "vision", "mental", "multiple", "intellectual", "speech"];
const DISABILITY_SHARES = [0.5, 0.17, 0.14, 0.07, 0.07, 0.04, 0.01];
const HONOURED = ["veteran_of_war", "disabled_serviceman", "demobilised", "martyr_family", "died_on_duty_family"];

/** The day numbers between which the birthdays of each band lie, for one day of the city. */
export type Calendar = { asOfDay: number; firstBirth: number[]; births: number[] };

export function drawLife(random: Random, community: Community, calendar: Calendar, ageOn: (birthDay: number) => number): Life {
  const band = drawIndex(random, BAND_SHARES);
  const birthDay = calendar.firstBirth[band]! + random.below(calendar.births[band]!);
  const sex = random.chance(MALE[band]!) ? "male" : "female";
  const family = drawFamily(random, band, sex, community, birthDay);
  const ability = drawIndex(random, ABILITY[band]!);
  const [disability, disabilityGrade] = drawDisability(random, band, ability);
  const means = drawMeans(random, community, family, ability, disabilityGrade);
  return {
    birthDay,
    age: ageOn(birthDay),
    sex,
    community,
    ...family,
    ability,
    dementia: drawDementia(random, ability),
    disability,
    disabilityGrade,
    ...means,
    living: drawLiving(random, band, community, family, means.centralised, ability),
    honoured: drawHonoured(random, sex),
    pension: drawPension(random, community, means.economic),
    wandering: random.chance(0.0003),
    deathDay: random.chance(DEATH[band]!) ? calendar.asOfDay - random.below(365) : undefined,
  };
}

/** The birthdays of a band: from the day after turning `to` + 1 years would be due, to the day of turning `from`. */
export function bandBirthdays(dayYearsBefore: (years: number) => number): Pick<Calendar, "firstBirth" | "births"> {
  const firstBirth = BANDS.map(([, to]) => dayYearsBefore(to + 1) + 1);
  return { firstBirth, births: BANDS.map(([from], index) => dayYearsBefore(from) - firstBirth[index]! + 1) };
}

type Family = Pick<Life, "married" | "widowed" | "children" | "familyPlanning">;

function drawFamily(random: Random, band: number, sex: Life["sex"], community: Community, birthDay: number): Family {
  const never = random.chance(sex === "male" ? (community.setting === "rural" ? 0.045 : 0.02) : 0.004);
  if (never) return { married: false, widowed: false, children: random.chance(0.04) ? 1 : 0, familyPlanning: "none" };
  const widowed = random.chance(WIDOWED[sex][band]!);
  const divorced = random.chance(0.02);
  const table = birthDay >= ONE_CHILD_FROM ? CHILDREN_YOUNGER : CHILDREN_OLDER;
  const children = drawIndex(random, table[community.setting]);
  const family: Family = { married: !widowed && !divorced, widowed, children, familyPlanning: "none" };
  if (birthDay < SPECIAL_FAMILY_FROM || children > 1) return family;
  const loss = random.next();
  if (loss < 0.012) return { ...family, children: 0, familyPlanning: "bereaved" };
  if (loss < 0.028 && children === 1) return { ...family, familyPlanning: "disabled_child" };
  return family;
}

function drawDisability(random: Random, band: number, ability: number): [string, number] {
  const severe = ability >= 3;
  if (!random.chance(severe ? 0.4 : DISABLED[band]!)) return ["none", 0];
  const category = DISABILITIES[drawIndex(random, DISABILITY_SHARES)]!;
  return [category, 1 + drawIndex(random, severe ? [0.4, 0.4, 0.14, 0.06] : [0.1, 0.2, 0.3, 0.4])];
}

function drawDementia(random: Random, ability: number): number {
  if (!random.chance(ability === 0 ? 0.004 : ability === 1 ? 0.05 : 0.3)) return 0;
  return ability <= 1 ? 1 : Math.min(4, 1 + random.below(ability));
}

type Means = Pick<Life, "economic" | "registeredPoor" | "support" | "centralised">;

function drawMeans(random: Random, community: Community, family: Family, ability: number, grade: number): Means {
  const rural = community.setting === "rural";
  const noOne = family.children === 0 && !family.married;
  const hardship = (rural ? 1.25 : 0.7) * (ability >= 3 || (grade > 0 && grade <= 2) ? 2.2 : 1);
  const draw = random.next();
  const destitute = noOne ? (rural ? 0.62 : 0.42) : 0.0018;
  const minimum = destitute + 0.044 * hardship;
  const economic = draw < destitute ? "destitute" : draw < minimum ? "minimum_allowance" : draw < minimum + 0.036 * hardship ? "low_income" : "ordinary";
  const poor = { destitute: 0.5, minimum_allowance: 0.42, low_income: 0.2, ordinary: 0.012 }[economic];
  return {
    economic,
    registeredPoor: rural ? random.chance(poor) : random.chance(poor / 12),
    support: drawSupport(random, noOne, economic),
    centralised: economic === "destitute" && random.chance(ability >= 2 ? 0.6 : 0.25),
  };
}

function drawSupport(random: Random, noOne: boolean, economic: Life["economic"]): Life["support"] {
  if (economic === "destitute") return noOne || random.chance(0.6) ? "none" : "unable";
  if (noOne) return "none";
  return random.chance(economic === "ordinary" ? 0.015 : 0.25) ? "unable" : "able";
}

function drawLiving(random: Random, band: number, community: Community, family: Family, centralised: boolean, ability: number): Life["living"] {
  if (centralised || random.chance(IN_INSTITUTION[band]! * (ability >= 3 ? 3 : 1))) return "institution";
  const rural = community.setting === "rural";
  const draw = random.next();
  if (family.married) return rural ? (draw < 0.38 ? "empty_nest" : draw < 0.62 ? "left_behind" : "with_family") : draw < 0.52 ? "empty_nest" : "with_family";
  if (family.children === 0) return draw < 0.78 ? "alone" : "with_family";
  if (draw < ALONE[band]!) return "alone";
  return rural && draw < ALONE[band]! + 0.12 ? "left_behind" : "with_family";
}

function drawHonoured(random: Random, sex: Life["sex"]): string {
  if (!random.chance(sex === "male" ? 0.0165 : 0.0042)) return "none";
  return HONOURED[drawIndex(random, sex === "male" ? [0.46, 0.24, 0.16, 0.08, 0.06] : [0.03, 0.03, 0.04, 0.55, 0.35])]!;
}

function drawPension(random: Random, community: Community, economic: Life["economic"]): Life["pension"] {
  const employee = (community.setting === "urban" ? 0.66 : 0.15) * (economic === "ordinary" ? 1.05 : economic === "low_income" ? 0.4 : 0.08);
  const draw = random.next();
  return draw < employee ? "employee" : draw < 0.975 ? "resident" : "none";
}
