import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { FEATURES } from "./console/features.ts";

/** What the first page may weigh on the wire: the shell, the styles and the first feature. */
const BAR_KB = 450;
const DIST = fileURLToPath(new URL("../dist/console/", import.meta.url));

type Chunk = { file: string; src?: string; css?: string[]; imports?: string[]; isEntry?: boolean };
type Manifest = Record<string, Chunk>;

/** All files that come with a chunk: itself, its styles, and what it imports, however deep. */
function filesOf(manifest: Manifest, key: string, seen: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) filesOf(manifest, next, seen);
  return seen;
}

function gzipKb(file: string): number {
  return gzipSync(readFileSync(DIST + file), { level: 9 }).length / 1000;
}

/** Prints what the first page loads, then each page's own share; 1 when the first page is above the bar. */
function main(): number {
  const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, "utf8")) as Manifest;
  const keys = Object.keys(manifest);
  const entry = keys.find((key) => manifest[key]?.isEntry);
  const first = keys.find((key) => key.startsWith(`features/${FEATURES[0]?.id}/`));
  if (entry === undefined || first === undefined) throw new Error("the build has no entry or no first feature: build the console first");
  const loaded = filesOf(manifest, first, filesOf(manifest, entry, new Set(["index.html"])));
  let total = 0;
  for (const file of loaded) {
    const size = gzipKb(file);
    total += size;
    console.log(`${size.toFixed(1).padStart(8)} kB  ${file}`);
  }
  console.log(`${total.toFixed(1).padStart(8)} kB  first page (gzip), bar ${BAR_KB} kB`);
  for (const key of keys.filter((one) => one.startsWith("features/") && one !== first)) {
    const more = [...filesOf(manifest, key, new Set())].filter((file) => !loaded.has(file));
    const size = more.reduce((sum, file) => sum + gzipKb(file), 0);
    console.log(`${size.toFixed(1).padStart(8)} kB  more for ${key}`);
  }
  if (total <= BAR_KB) return 0;
  console.error(`the first page weighs ${total.toFixed(1)} kB, ${(total - BAR_KB).toFixed(1)} kB above the bar`);
  return 1;
}

process.exitCode = main();
