import { addMonths, dayNumber, fullYears, type CivilDate } from "../../kernel/dates.ts";
import type { CityOptions, DemoSenior } from "./city.types.ts";
import { drawContacts } from "./family.ts";
import { recordHistory, type Span } from "./history.ts";
import { dateText, drawPhone, idIssuer, idNumberIssuer } from "./identity.ts";
import { bandBirthdays, drawLife, type Calendar, type Life } from "./life.ts";
import { drawSeniorName } from "./person-names.ts";
import { drawAddress, type Places } from "./places.ts";
import { seededRandom, textSeed, type Random } from "./random.ts";

const DAY_MS = 86_400_000;
const CHUNK = 1000;
const MAX_PEOPLE = 10_000_000;
const YEAR = 365;
/** How long before the year of history registration began, in days. */
const REGISTRATION = 1800;
/** Days after which anyone is 60, leap days or not. */
const SURELY_SIXTY = 21_920;

/** Yields the seniors in chunks. Only the counters of the id numbers outlive a chunk, so memory is flat. */
export function* generateSeniors(options: CityOptions, places: Places): Generator<DemoSenior[], void, undefined> {
  const { people, asOf, seed } = options;
  if (!Number.isInteger(people) || people < 1 || people > MAX_PEOPLE) throw new RangeError(`people must be 1 to ${MAX_PEOPLE}: ${people}`);
  const random = seededRandom(textSeed(seed, "seniors"));
  const draw = seniorDrawer(random, asOf, places);
  const size = options.chunk ?? CHUNK;
  for (let done = 0; done < people; done += size) {
    const chunk: DemoSenior[] = [];
    for (let i = Math.min(size, people - done); i > 0; i -= 1) chunk.push(draw());
    yield chunk;
  }
}

function seniorDrawer(random: Random, asOf: CivilDate, places: Places): () => DemoSenior {
  const calendar = calendarOf(asOf);
  const nextId = idIssuer(random, (calendar.asOfDay - YEAR - 1) * DAY_MS);
  const nextIdNumber = idNumberIssuer();
  const ageOn = (birthDay: number): number => fullYears(dateText(birthDay), asOf);
  return () => {
    const life = drawLife(random, places.drawCommunity(random), calendar, ageOn);
    const birthDate = dateText(life.birthDay);
    const birthYear = Number(birthDate.slice(0, 4));
    const { name, surname, ethnicity } = drawSeniorName(random, life.sex, birthYear);
    const span = drawSpan(random, life, birthDate, calendar.asOfDay);
    const { facts, periods, householdRegion } = recordHistory(random, life, places, span);
    const phone = random.chance(life.age < 75 ? 0.93 : 0.68) ? drawPhone(random) : undefined;
    return {
      id: nextId(),
      name,
      sex: life.sex,
      birthDate,
      ethnicity,
      idNumber: nextIdNumber(life.birthDay, life.sex),
      phone,
      address: drawAddress(random, life.community),
      region: life.community.code,
      householdRegion,
      registeredOn: dateText(span.registered),
      diedOn: life.deathDay === undefined ? undefined : dateText(life.deathDay),
      facts,
      periods,
      contacts: drawContacts(random, life, surname, birthYear),
    };
  };
}

function calendarOf(asOf: CivilDate): Calendar {
  const yearsBefore = (years: number): number => dayNumber(addMonths(asOf, -12 * years));
  return { asOfDay: dayNumber(asOf), ...bandBirthdays(yearsBefore) };
}

/**
 * Registration lies before the year of history, or on the 60th birthday where that is later. One who would have died
 * before registration is taken as living.
 */
function drawSpan(random: Random, life: Life, birthDate: CivilDate, asOf: number): Span {
  const start = asOf - YEAR;
  const drawn = start - random.below(REGISTRATION);
  const registered = drawn - life.birthDay > SURELY_SIXTY ? drawn : Math.max(drawn, dayNumber(addMonths(birthDate, 720)));
  if (life.deathDay !== undefined && life.deathDay <= registered) life.deathDay = undefined;
  return { registered, start: Math.max(start, registered), end: life.deathDay ?? asOf, asOf };
}
