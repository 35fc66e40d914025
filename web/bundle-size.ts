import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { FEATURES } from "./console/features.ts";

/** What the first page may weigh on the wire: the shell, the styles and the first feature. */
export const FIRST_PAGE_BAR_KB = 450;
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

/** As the server sends it. */
export function gzipKb(file: string): number {
  return gzipSync(readFileSync(DIST + file), { level: 9 }).length / 1000;
}

/** Every file of the built console that its first page loads. Throws where the console is not built. */
export function readFirstPage(): { manifest: Manifest; first: string; loaded: Set<string> } {
  const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, "utf8")) as Manifest;
  const keys = Object.keys(manifest);
  const entry = keys.find((key) => manifest[key]?.isEntry);
  const first = keys.find((key) => key === `features/${FEATURES[0]?.id}/${FEATURES[0]?.id}-page.tsx`);
  if (entry === undefined || first === undefined) throw new Error("the build has no entry or no first feature: build the console first");
  return { manifest, first, loaded: filesOf(manifest, first, filesOf(manifest, entry, new Set(["index.html"]))) };
}

/** Prints what the first page loads, then each page's own share; 1 when the first page is above the bar. */
function main(): number {
  const { manifest, first, loaded } = readFirstPage();
  let total = 0;
  for (const file of loaded) {
    const size = gzipKb(file);
    total += size;
    console.log(`${size.toFixed(1).padStart(8)} kB  ${file}`);
  }
  console.log(`${total.toFixed(1).padStart(8)} kB  first page (gzip), bar ${FIRST_PAGE_BAR_KB} kB`);
  for (const key of Object.keys(manifest).filter((one) => one.startsWith("features/") && one !== first)) {
    const more = [...filesOf(manifest, key, new Set())].filter((file) => !loaded.has(file));
    const size = more.reduce((sum, file) => sum + gzipKb(file), 0);
    console.log(`${size.toFixed(1).padStart(8)} kB  more for ${key}`);
  }
  if (total <= FIRST_PAGE_BAR_KB) return 0;
  console.error(`the first page weighs ${total.toFixed(1)} kB, ${(total - FIRST_PAGE_BAR_KB).toFixed(1)} kB above the bar`);
  return 1;
}

if (import.meta.main) process.exitCode = main();
