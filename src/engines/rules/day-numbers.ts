/**
 * Day numbers (days since 1970-01-01) without the Date object: the engine reads a date for every subject and benefit.
 * The civil calendar by the method of eras of 400 years, counted from 1 March (Howard Hinnant, "chrono-compatible
 * low-level date algorithms").
 */

const ERA_DAYS = 146_097;
const EPOCH = 719_468;

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** Day number of a year, month (1–12) and day. */
export function dayOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * ERA_DAYS + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - EPOCH;
}

/** A day number as the eight digits of its date: 19440301. */
export function digitsOfDay(day: number): number {
  const shifted = day + EPOCH;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 10_000 + month * 100 + (dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1);
}

/** The day number of `YYYY-MM-DD`; undefined when it is not a date of the calendar between 1800 and 2999. */
export function findDay(text: string): number | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const year = digit(text, 0) * 1000 + digit(text, 1) * 100 + digit(text, 2) * 10 + digit(text, 3);
  const month = digit(text, 5) * 10 + digit(text, 6);
  const day = digit(text, 8) * 10 + digit(text, 9);
  if (!(year >= 1800 && year < 3000 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  const number = dayOf(year, month, day);
  // Only the days after the 28th can fail to exist; they come back as another date.
  return day <= 28 || digitsOfDay(number) % 100 === day ? number : undefined;
}

/** Full years between two day numbers: reached on the birthday, for 29 February on 1 March of common years. */
export function yearsBetween(from: number, to: number): number {
  return Math.floor((digitsOfDay(to) - digitsOfDay(from)) / 10_000);
}

/** Full months between two day numbers: full on the same day of a later month. */
export function monthsBetween(from: number, to: number): number {
  const a = digitsOfDay(from);
  const b = digitsOfDay(to);
  const months = (Math.floor(b / 10_000) - Math.floor(a / 10_000)) * 12 + (Math.floor(b / 100) % 100) - (Math.floor(a / 100) % 100);
  return b % 100 < a % 100 ? months - 1 : months;
}

/** The last day from which `years` full years have passed on `to`: `yearsBetween(d, to) >= years` just when `d` is not later. */
export function lastDayOfYears(years: number, to: number): number {
  return lastDayWhere((day) => yearsBetween(day, to) >= years, to - Math.round(years * 365.2425));
}

/** The last day from which `months` full months have passed on `to`. */
export function lastDayOfMonths(months: number, to: number): number {
  return lastDayWhere((day) => monthsBetween(day, to) >= months, to - Math.round(months * 30.436875));
}

/** The last day for which a falling condition holds, looked for around a guess. */
function lastDayWhere(holds: (day: number) => boolean, guess: number): number {
  let day = guess;
  while (!holds(day)) day -= 1;
  while (holds(day + 1)) day += 1;
  return day;
}
