import type { CivilDate } from "../../kernel/dates.ts";
import type { InputFault } from "../../kernel/errors.ts";
import { ID_CARD_FAULTS, readIdCard } from "../../kernel/id-card.ts";

/** What identifies a senior, as typed or as read from a sheet. */
export type Identity = { name: string; idNumber: string; birthDate?: CivilDate | null; sex?: "male" | "female" | null; phone?: string | null };
/** The same in its one written form. */
export type CheckedIdentity = { name: string; idNumber: string; birthDate: CivilDate; sex: "male" | "female"; phone: string | null };

const SEX = { male: "男", female: "女" } as const;

/**
 * Checks an identity and gives it in its one written form. All faults at once, each at its field; the id number is
 * checked digit by digit (GB 11643-1999), birth date and sex against it.
 */
export function checkIdentity(identity: Identity, today: CivilDate): { faults: InputFault[]; identity?: CheckedIdentity } {
  const faults: InputFault[] = [];
  const name = tidyName(identity.name);
  if (name === "") faults.push({ path: "name", message: "请填写姓名" });
  else if (!isName(name)) faults.push({ path: "name", message: "姓名只能由汉字、字母和间隔号“·”组成，请去掉数字和其他符号" });
  const phone = identity.phone ? tidyPhone(identity.phone) : null;
  if (phone !== null && !isPhone(phone)) faults.push({ path: "phone", message: "电话应为11位手机号，或带区号的固定电话（如 0711-3351234）" });
  const read = readIdCard(identity.idNumber.normalize("NFKC"));
  if ("fault" in read) {
    faults.push({ path: "idNumber", message: identity.idNumber.trim() === "" ? "请填写身份证号" : ID_CARD_FAULTS[read.fault] });
    return { faults };
  }
  const { number, birthDate, sex } = read.card;
  if (birthDate > today) faults.push({ path: "idNumber", message: `身份证号中的出生日期 ${birthDate} 在今天之后，请核对` });
  if (identity.birthDate && identity.birthDate !== birthDate) {
    faults.push({ path: "birthDate", message: `出生日期 ${identity.birthDate} 与身份证号中的 ${birthDate} 不一致，请核对哪一个有误` });
  }
  if (identity.sex && identity.sex !== sex) {
    faults.push({ path: "sex", message: `性别“${SEX[identity.sex]}”与身份证号（第17位表示${SEX[sex]}）不一致，请核对哪一个有误` });
  }
  return faults.length > 0 ? { faults } : { faults, identity: { name, idNumber: number, birthDate, sex, phone } };
}

/** A name in its one written form: no spaces between Chinese characters, one kind of separating dot. */
export function tidyName(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/[•・‧∙⋅·.．]/g, "·")
    .replace(/\s+/g, " ")
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "")
    .trim();
}

export function isName(name: string): boolean {
  return /^[\p{L}\p{Script=Han}][\p{L}\p{Script=Han}\p{M}· '-]{0,49}$/u.test(name);
}

/** Digits only: separators, spaces and the country code are dropped. */
export function tidyPhone(phone: string): string {
  return phone
    .normalize("NFKC")
    .replace(/[\s()-]/g, "")
    .replace(/^(\+|00)86/, "");
}

export function isPhone(digits: string): boolean {
  return /^1\d{10}$/.test(digits) || /^0\d{9,11}$/.test(digits) || /^\d{7,8}$/.test(digits);
}
