/** A civil date in Asia/Shanghai as `YYYY-MM-DD`; compares as text. */
export type CivilDate = string;
/** A civil month as `YYYY-MM`. */
export type CivilMonth = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether the text is a real date of the calendar between 1800 and 2999, written `YYYY-MM-DD`. */
export function isCivilDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1800 && year < 3000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Reads the ways in which dates stand in Chinese sheets: `1944-03-01`, `1944/3/1`, `1944.3.1`, `19440301`,
 * `1944年3月1日`. Undefined when it is not a real date.
 */
export function parseDate(text: string): CivilDate | undefined {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(text.trim());
  if (!match) return undefined;
  const date = `${match[1]}-${(match[2] ?? match[4] ?? "").padStart(2, "0")}-${(match[3] ?? match[5] ?? "").padStart(2, "0")}`;
  return isCivilDate(date) ? date : undefined;
}

/** Days since 1970-01-01; the form in which engines compare dates. */
export function dayNumber(date: CivilDate): number {
  return Math.round(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS);
}

/** The date of a day number. */
export function dateOfDay(day: number): CivilDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The civil date in Asia/Shanghai (UTC+8, no summer time since 1991) of an instant. */
export function dateOfInstant(instant: Date): CivilDate {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDay(dayNumber(date) + days);
}

/** The same day of a later (or earlier) month; the last day of it where that day does not exist. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, month));
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * Full months between two dates: a month is full on the same day of a later month. Negative when `to` is before `from`.
 */
export function fullMonths(from: CivilDate, to: CivilDate): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

/** Full years (周岁): reached on the birthday; one born on 29 February reaches them on 1 March of common years. */
export function fullYears(from: CivilDate, to: CivilDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** `2026-11-21` → `2026年11月21日`. */
export function displayDate(date: CivilDate): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
