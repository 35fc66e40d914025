import { isCivilDate, type CivilDate } from "./dates.ts";

/** 公民身份号码, GB 11643-1999: 6 digits of address, 8 of birth, 3 of sequence (odd male, even female), 1 check. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function idCardCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11]!;
}

export type IdCard = { number: string; address: string; birthDate: CivilDate; sex: "male" | "female" };
export type IdCardFault = "length" | "characters" | "birth_date" | "check_digit";

/** Chinese words for each fault, with what to do. */
export const ID_CARD_FAULTS: Record<IdCardFault, string> = {
  length: "身份证号应为18位，请核对是否漏填或多填",
  characters: "身份证号前17位应为数字，末位为数字或X",
  birth_date: "身份证号第7至14位不是真实存在的出生日期，请核对",
  check_digit: "身份证号校验位不符，请逐位核对",
};

/**
 * Reads an id-card number. Spaces are dropped and a final x becomes X. The address part may be an abolished code and is
 * never a reason to refuse.
 */
export function readIdCard(text: string): { card: IdCard } | { fault: IdCardFault } {
  const number = text.replace(/\s+/g, "").toUpperCase();
  if (number.length !== 18) return { fault: "length" };
  if (!/^\d{17}[\dX]$/.test(number)) return { fault: "characters" };
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCivilDate(birthDate)) return { fault: "birth_date" };
  if (idCardCheck(number) !== number[17]) return { fault: "check_digit" };
  return { card: { number, address: number.slice(0, 6), birthDate, sex: Number(number[16]) % 2 === 1 ? "male" : "female" } };
}

/** `420704********001X`: region and the last four stay readable. */
export function maskIdCard(number: string): string {
  return number.length < 10 ? "*".repeat(number.length) : `${number.slice(0, 6)}${"*".repeat(number.length - 10)}${number.slice(-4)}`;
}

/** `138****5678`. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? "*".repeat(phone.length) : `${phone.slice(0, 3)}${"*".repeat(phone.length - 7)}${phone.slice(-4)}`;
}
