import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../../kernel/errors.ts";
import type { PackSource } from "../../engines/rules/index.ts";

/** The packs that ship with the program. */
const BUNDLED = fileURLToPath(new URL("../../../policies/", import.meta.url));

/** Names of the bundled packs, the nation's first, then provinces before their cities. */
export async function bundledPackNames(): Promise<string[]> {
  const entries = await readdir(BUNDLED, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && existsSync(join(BUNDLED, entry.name, "policy.yaml"))).map((entry) => entry.name).sort();
}

/** Reads a pack by its folder's path or by the name of a bundled one. Throws `policy.pack_unknown`. */
export async function readPackFolder(nameOrPath: string): Promise<PackSource> {
  const folder = [resolve(nameOrPath), join(BUNDLED, nameOrPath)].find((path) => existsSync(join(path, "policy.yaml")));
  if (!folder) throw new AppError("policy.pack_unknown", { pack: nameOrPath, known: (await bundledPackNames()).join("、") });
  const files = await readdir(folder);
  const texts: Record<string, string> = {};
  for (const file of files.filter((name) => name.endsWith(".txt"))) texts[file] = await readFile(join(folder, file), "utf8");
  return {
    name: basename(folder),
    policy: await readFile(join(folder, "policy.yaml"), "utf8"),
    ...(files.includes("cases.yaml") ? { cases: await readFile(join(folder, "cases.yaml"), "utf8") } : {}),
    texts,
  };
}
