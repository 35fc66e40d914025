import { readdirSync, readFileSync } from "node:fs";
import { loadPack } from "./load-pack.ts";
import type { Pack } from "./pack.ts";

/** A pack that ships with the program, loaded; its faults are thrown. */
export function bundledPack(name: string, uppers: Pack[] = []): Pack {
  const folder = new URL(`../../../policies/${name}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, folder), "utf8");
  const texts = Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => [file, read(file)]));
  const { pack, faults } = loadPack({ name, policy: read("policy.yaml"), texts }, { uppers });
  if (!pack) throw new Error(faults.map(({ file, line, message }) => `${file}:${line} ${message}`).join("\n"));
  return pack;
}
