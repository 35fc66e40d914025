import { dateOfInstant, dayNumber, displayDate, type CivilDate } from "../../src/kernel/dates.ts";
import { currentLocale } from "./i18n.ts";
import { t } from "./texts.ts";

/** `2026-11-21` → `2026年11月21日`; in English as it is; 不详 when there is none. */
export function showDate(date: CivilDate | null | undefined): string {
  if (!date) return t("unknown");
  return currentLocale() === "en" ? date : displayDate(date);
}

const SHANGHAI = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant (ISO text) at the clock of Asia/Shanghai: `2026-11-21 14:05`. */
export function showInstant(instant: string | null | undefined): string {
  return instant ? SHANGHAI.format(new Date(instant)) : t("unknown");
}

/** Today's date in Asia/Shanghai by this machine's clock; decisions never use it, only wording does. */
export function today(): CivilDate {
  return dateOfInstant(new Date());
}

/** Days from today until a date; negative once it has passed. */
export function daysUntil(date: CivilDate, from: CivilDate = today()): number {
  return dayNumber(date) - dayNumber(from);
}

/** An 18-digit id number, masked or not, in its three parts: `420704 19440101 1234`. */
export function showIdNumber(number: string | null | undefined): string {
  if (!number) return t("unknown");
  return number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : number;
}

/** A mobile number in groups: `138 0013 8000`; other numbers as they are. */
export function showPhone(phone: string | null | undefined): string {
  if (!phone) return t("unknown");
  return /^1.{10}$/.test(phone) ? `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` : phone;
}

/** A count with thousands separated. */
export function showCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
