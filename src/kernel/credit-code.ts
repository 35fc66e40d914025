/** 统一社会信用代码, GB 32100-2015: 18 characters of this alphabet (no I O S V Z), the last a check character. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character of the first 17. */
export function creditCodeCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(first17[index]!), 0);
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Whether the text is a well-formed code with the right check character. */
export function isCreditCode(text: string): boolean {
  if (text.length !== 18 || [...text].some((c) => !ALPHABET.includes(c))) return false;
  return creditCodeCheck(text.slice(0, 17)) === text[17];
}
