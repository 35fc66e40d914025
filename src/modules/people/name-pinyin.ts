import { pinyin } from "pinyin-pro";

const syllables = new Map<string, string>();
const surnames = new Map<string, string>();
const COMPOUND = new Set(
  "欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 南门 羊舌 微生 左丘 西门 第五".split(" "),
);

/**
 * The pinyin of a name without tones or spaces, and its initials: 单雪梅 → `shanxuemei`, `sxm`; ü is v. Surnames are read
 * as surnames. Letters of other scripts stay, in lower case; other signs are dropped. Each character is looked up once.
 */
export function namePinyin(name: string): { pinyin: string; initials: string } {
  const surname = COMPOUND.has(name.slice(0, 2)) ? name.slice(0, 2) : name.slice(0, 1);
  let full = "";
  let initials = "";
  const add = (syllable: string) => {
    full += syllable;
    initials += syllable.charAt(0);
  };
  for (const syllable of surnameReading(surname).split(" ")) add(syllable);
  for (const character of name.slice(surname.length)) add(reading(character));
  return { pinyin: full, initials };
}

function surnameReading(surname: string): string {
  let found = surnames.get(surname);
  if (found === undefined) {
    found = pinyin(surname, { toneType: "none", type: "array", surname: "head", v: true }).map(lettersOnly).join(" ");
    surnames.set(surname, found);
  }
  return found;
}

function reading(character: string): string {
  let found = syllables.get(character);
  if (found === undefined) {
    found = lettersOnly(pinyin(character, { toneType: "none", v: true }));
    syllables.set(character, found);
  }
  return found;
}

function lettersOnly(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
