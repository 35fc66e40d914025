import { dateOfDay, dayNumber, type CivilDate } from "../../kernel/dates.ts";
import { idCardCheck } from "../../kernel/id-card.ts";
import { uuid7 } from "../../kernel/ids.ts";
import type { Random } from "./random.ts";

/**
 * Address parts of invented id numbers: 429999 downwards. The directly administered counties of Hubei hold 429004 to
 * 429021; none of 429980–429999 was ever given out (GB/T 2260), so no real person has such a number.
 */
const ID_ADDRESS_LAST = 429_999;
const ID_ADDRESSES = 20;

/** Real mobile numbers begin with 13 to 19; nothing of eleven digits begins with 102. */
export const PHONE_PREFIX = "102";

const FIRST_DAY = dayNumber("1900-01-01");
const LAST_DAY = dayNumber("2060-12-31");
const DATES: CivilDate[] = [];

/** The date of a day number from 1900 to 2060, from a table made on first use: dates are most of a senior's text. */
export function dateText(day: number): CivilDate {
  if (DATES.length === 0) for (let each = FIRST_DAY; each <= LAST_DAY; each += 1) DATES.push(dateOfDay(each));
  return DATES[day - FIRST_DAY] ?? dateOfDay(day);
}

/**
 * Hands out id numbers, each once: for each birth date and sex the sequence runs through its 500 numbers (odd for men),
 * then on to the next address. Memory is two counters a day. Throws when 10,000 of one birth date and sex are used up.
 */
export function idNumberIssuer(): (birthDay: number, sex: "male" | "female") => string {
  const issued = new Uint16Array((LAST_DAY - FIRST_DAY + 1) * 2);
  return (birthDay, sex) => {
    const slot = (birthDay - FIRST_DAY) * 2 + (sex === "male" ? 1 : 0);
    const turn = issued[slot]!;
    if (turn >= 500 * ID_ADDRESSES) throw new RangeError(`no id numbers left for ${dateText(birthDay)}`);
    issued[slot] = turn + 1;
    // 7 and 500 have no common factor, so each number comes once, but neighbours in the register are not neighbours in number.
    const sequence = (((turn % 500) * 7 + birthDay - FIRST_DAY) % 500) * 2 + (sex === "male" ? 1 : 0);
    const address = ID_ADDRESS_LAST - Math.floor(turn / 500);
    const date = dateText(birthDay);
    const first17 = `${address}${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8)}${String(1000 + sequence).slice(1)}`;
    return first17 + idCardCheck(first17);
  };
}

export function drawPhone(random: Random): string {
  return PHONE_PREFIX + String(100_000_000 + random.below(100_000_000)).slice(1);
}

/** Hands out UUIDv7 in order from an instant (milliseconds), 1,024 to the millisecond. */
export function idIssuer(random: Random, startMillis: number): () => string {
  const bytes = new Uint8Array(8);
  const words = new Uint32Array(bytes.buffer);
  let index = 0;
  return () => {
    words[0] = random.bits();
    words[1] = random.bits();
    const id = uuid7(startMillis + (index >> 10), index & 1023, bytes);
    index += 1;
    return id;
  };
}
