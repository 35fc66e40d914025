import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** The number by which the library knows Argon2id; its enum is not there at run time. */
const ARGON2ID = 2;
/** Argon2id at the first of the settings that OWASP recommends: 19 MiB, two passes; about 25 ms. */
const SETTINGS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_HISTORY = 5;
const SHORTEST = 10;

/** Beginnings that guessers try first, whatever stands behind them. */
const COMMON = ["password", "passw0rd", "p@ssw0rd", "123456", "qwerty", "1qaz2wsx", "abc123", "admin", "root", "welcome", "letmein", "iloveyou", "woaini", "5201314", "a123456", "zxcvbn", "songhe123"];

/**
 * What is wrong with a new password, in Chinese, or undefined: at least ten characters of three classes, without the
 * account, not one of the common ones.
 */
export function passwordFault(password: string, account: string): string | undefined {
  const length = [...password].length;
  if (length < SHORTEST) return `至少${SHORTEST}个字符，现在是${length}个`;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (classes < 3) return "应包含大写字母、小写字母、数字、符号中的至少三类";
  const lower = password.toLowerCase();
  if (lower.includes(account.toLowerCase())) return "不能包含账号";
  if (COMMON.some((word) => lower.startsWith(word)) || /^(.)\1+$/.test(lower)) return "过于常见，容易被猜中";
  return undefined;
}

/** The PHC string of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, SETTINGS);
}

let decoy: Promise<string> | undefined;

/**
 * Whether the password fits. Without a hash (no such account) the same work is done on another one, so that the time
 * tells nothing.
 */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString("hex"));
  const fits = await verify(stored ?? (await decoy), password);
  return stored !== undefined && fits;
}
