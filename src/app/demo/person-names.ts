import { ETHNICITIES, FEMALE_GIVEN, MALE_GIVEN, RARE_GIVEN, SURNAMES, YOUNGER_FEMALE, YOUNGER_MALE, type GivenTable } from "./name-tables.ts";
import { aliasTable, drawIndex, pick, type Random } from "./random.ts";

type Sex = "male" | "female";
export type PersonName = { name: string; surname: string; ethnicity: string };
type Characters = { first: string[]; second: string[]; single: string[]; whole: string[]; singleShare: number; wholeShare: number; before: number };

const surnames = SURNAMES.split(" ").map((entry) => ({ text: entry.replace(/\d+$/, ""), weight: Number(/\d+$/.exec(entry)![0]) }));
const drawSurname = aliasTable(surnames.map((surname) => surname.weight));
const GIVEN: Record<Sex, Characters[]> = { male: MALE_GIVEN.map(characters), female: FEMALE_GIVEN.map(characters) };
const YOUNGER: Record<Sex, Characters> = { male: characters(YOUNGER_MALE), female: characters(YOUNGER_FEMALE) };
const MINORITY_SHARE = ETHNICITIES.reduce((sum, people) => sum + people.share, 0) / 1000;
const MINORITY_WEIGHTS = ETHNICITIES.map((people) => people.share / 1000 / MINORITY_SHARE);
const RARE_SHARE = 0.0025;

function characters(table: GivenTable): Characters {
  return { ...table, first: [...table.first], second: [...table.second], single: [...table.single], whole: table.whole.split(" ") };
}

/** A senior's name as given in the year of birth, with surname and people (民族). */
export function drawSeniorName(random: Random, sex: Sex, birthYear: number): PersonName {
  if (random.chance(MINORITY_SHARE)) {
    const people = ETHNICITIES[drawIndex(random, MINORITY_WEIGHTS)]!;
    if (people.names) return { name: pick(random, people.names), surname: "", ethnicity: people.name };
    return { ...hanName(random, sex, birthYear), ethnicity: people.name };
  }
  return { ...hanName(random, sex, birthYear), ethnicity: "汉族" };
}

function hanName(random: Random, sex: Sex, birthYear: number): { name: string; surname: string } {
  const surname = surnames[drawSurname(random)]!.text;
  const table = GIVEN[sex].find((generation) => birthYear < generation.before)!;
  return { name: surname + givenName(random, table), surname };
}

/** The name of a younger adult (a child of a senior, a member of staff); with a surname where one is inherited. */
export function drawYoungerName(random: Random, sex: Sex, surname?: string): string {
  return (surname || surnames[drawSurname(random)]!.text) + givenName(random, YOUNGER[sex]);
}

function givenName(random: Random, table: Characters): string {
  const draw = random.next();
  if (draw < table.wholeShare) return pick(random, table.whole);
  if (draw < table.wholeShare + table.singleShare) return pick(random, table.single);
  const first = pick(random, table.first);
  return first + (random.chance(RARE_SHARE) ? pick(random, RARE_GIVEN) : pick(random, table.second));
}
