import { displayYuan, parseYuan, roundHalfUp, type Fen } from "../../src/kernel/money.ts";
import { t } from "./texts.ts";

/** Money of interfaces: 元 with two decimals as text, or 分 as a whole number. */
export type Amount = string | Fen;

const fenOf = (amount: Amount): Fen => (typeof amount === "string" ? parseYuan(amount) : amount);
const FEN_PER_WAN = 1_000_000n;

/** `"1200000.00"` → `1,200,000.00元`. */
export function showYuan(amount: Amount): string {
  return `${displayYuan(fenOf(amount))}${t("unit.yuan")}`;
}

/** For overviews, two decimals rounded half up: `"1234567.00"` → `123.46万元`. */
export function showWan(amount: Amount): string {
  const hundredths = roundHalfUp(BigInt(fenOf(amount)) * 100n, FEN_PER_WAN);
  return `${displayYuan(hundredths)}${t("unit.wan")}`;
}

/** An amount in a column: right-aligned, figures of one width. Nothing known shows as 不详, not as nought. */
export function Yuan({ amount }: { amount: Amount | null | undefined }) {
  return <span className="sh-amount">{amount === null || amount === undefined ? t("unknown") : showYuan(amount)}</span>;
}
