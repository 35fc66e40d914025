import { randomInt } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type DemoAccount = { account: string; title: string; name: string };
/** What the loader leaves in the data directory, so that every later start can show who may sign in. */
export type DemoAccounts = { city: string; password: string; accounts: DemoAccount[] };

const FILE = "demo-accounts.json";
/** Without those that are taken for digits or for each other. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz";

/** A password of this installation alone: whoever knows the program knows nothing of it. */
export function newDemoPassword(): string {
  const digits = String(randomInt(1000, 10_000));
  const letters = Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `Songhe-${digits}-${letters}`;
}

/** Kept where only this user of the machine can read it. */
export async function writeDemoAccounts(dataDir: string, accounts: DemoAccounts): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, FILE), `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
}

export async function findDemoAccounts(dataDir: string): Promise<DemoAccounts | undefined> {
  const text = await readFile(join(dataDir, FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as DemoAccounts);
}

/** The accounts in words: the first of each position, and where the others are listed. */
export function accountLines({ password, accounts }: DemoAccounts, dataDir: string): string[] {
  const shown = accounts.filter((one, index) => accounts.findIndex((other) => other.title === one.title) === index);
  const others = accounts.length - shown.length;
  return [
    `示范账号（初始口令均为 ${password}）：`,
    `Demonstration accounts (initial password of each: ${password}):`,
    ...shown.map(({ account, title, name }) => `  ${account.padEnd(12)}${title}（${name}）`),
    ...(others > 0 ? [`  另有 ${others} 个同类账号，见 ${join(dataDir, FILE)}`] : []),
  ];
}
