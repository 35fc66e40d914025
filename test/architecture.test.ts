import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/**
 * Holds the plan of the house: who may import whom, where SQL stands and whose tables it names, how long files are and
 * how they are called. Pure over a map of path → text, so that each rule is tried on a planted breach as well.
 */
type Files = ReadonlyMap<string, string>;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDERS = ["src", "web", "test", "scripts", "bench", "policies"];
const MAX_LINES = 400;

function readFiles(): Files {
  const files = new Map<string, string>();
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(tsx?|sql)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(relative(ROOT, path).split("\\").join("/"), readFileSync(path, "utf8"));
    }
  }
  return files;
}

const isTest = (path: string) => /\.(test|fixture|fixtures)\.tsx?$/.test(path) || path.startsWith("test/");
const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^;"'`]*?\bfrom\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;

/** What a file imports: paths of this project from its root, and names of packages as they are. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map((found) => {
    const name = found[1] ?? found[2] ?? found[3]!;
    return name.startsWith(".") ? posix.join(posix.dirname(path), name) : name;
  });
}

/** The layer of a file, with the module or engine that it belongs to. */
function layerOf(path: string): { layer: string; name: string } {
  const [top = "", second = "", third = ""] = path.split("/");
  if (top === "web") return { layer: "web", name: "" };
  if (top !== "src") return { layer: "outside", name: "" };
  return { layer: second, name: second === "modules" || second === "engines" ? third : "" };
}

function dependsOn(files: Files): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [path, text] of files) {
    const module = /^src\/modules\/([^/]+)\/module\.ts$/.exec(path)?.[1];
    const list = /\bdependsOn:\s*\[([^\]]*)\]/.exec(text)?.[1];
    if (module && list !== undefined) found.set(module, [...list.matchAll(/"([^"]+)"/g)].map((one) => one[1]!));
  }
  return found;
}

/** The one part of the kernel that needs the platform below it, for random bytes; no page may read it. */
const ON_NODE = "src/kernel/ids.ts";

/** Why `from` may not import `to`; undefined where it may. */
function importFault(from: string, to: string, depends: ReadonlyMap<string, readonly string[]>): string | undefined {
  const here = layerOf(from);
  const inProject = /^(src|web|test|scripts|bench|policies)\//.test(to);
  const there = inProject ? layerOf(to) : { layer: to.startsWith("node:") ? "node" : "package", name: "" };
  const isContract = /^src\/modules\/[^/]+\/[^/]*\.contract\.ts$/.test(to);
  if (there.layer === "package") return undefined;
  if (there.layer === "outside") return "what is not part of the program";
  if (/\.(test|fixture|fixtures)\.tsx?$/.test(to)) return "a file of tests";
  switch (here.layer) {
    case "web":
      return to === ON_NODE ? "it does not run in a browser" : there.layer === "web" || there.layer === "kernel" || isContract || from.endsWith("config.ts") || from === "web/bundle-size.ts" ? undefined : "the browser reads contracts and the kernel only";
    case "kernel":
      return (there.layer === "kernel" && to !== ON_NODE) || (from === ON_NODE && to === "node:crypto") ? undefined : "the kernel stands on nothing";
    case "engines":
      return there.layer === "kernel" || (there.layer === "engines" && there.name === here.name) ? undefined : "an engine stands on the kernel alone";
    case "platform":
      return ["platform", "kernel", "node"].includes(there.layer) ? undefined : "the platform knows no module";
    case "modules":
      return moduleImportFault(from, to, here.name, there, isContract, depends);
    case "app":
      if (there.layer === "modules" && !isContract && !/\/(index|module)\.ts$/.test(to)) return "a module is entered by its index, manifest or contract";
      return there.layer === "engines" && !to.endsWith("/index.ts") ? "an engine is entered by its index" : there.layer === "web" ? "the program does not read the pages" : undefined;
    default:
      return "a folder that the plan does not know";
  }
}

function moduleImportFault(from: string, to: string, own: string, there: { layer: string; name: string }, isContract: boolean, depends: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (from.endsWith(".contract.ts")) return there.layer === "kernel" || isContract ? undefined : "a contract imports the kernel and other contracts only";
  if (["kernel", "platform", "node"].includes(there.layer)) return undefined;
  if (there.layer === "engines") return to.endsWith("/index.ts") ? undefined : "an engine is entered by its index";
  if (there.layer !== "modules") return "a module knows neither the program nor the pages";
  if (there.name === own) return undefined;
  if (!depends.get(own)?.includes(there.name)) return `${own} does not depend on ${there.name}`;
  return isContract || to.endsWith("/index.ts") ? undefined : "another module is entered by its index or contract";
}

function importFaults(files: Files): string[] {
  const depends = dependsOn(files);
  return [...files].flatMap(([path, text]) => {
    if (path.endsWith(".sql") || isTest(path) || layerOf(path).layer === "outside") return [];
    return importsOf(path, text).flatMap((to) => {
      const fault = importFault(path, to, depends);
      return fault ? [`${path} imports ${to}: ${fault}`] : [];
    });
  });
}

/** A statement begun, or handed to the database. */
const SQL = /\bsql(?:<[^`;]*>)?`|\.execute\(|\bconnection\.(?:query|exec|copyIn|copyOut)\(/;

function sqlFaults(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.startsWith("src/modules/") || !path.endsWith(".ts") || isTest(path) || path.endsWith(".store.ts")) return [];
    return SQL.test(text) ? [`${path}: SQL stands in *.store.ts only`] : [];
  });
}

const NAMED = /\b(from|join|into|update|references|table|copy|delete\s+from|on)\s+(?:only\s+)?"?([a-z_]+)"?\."?([a-z_0-9]+)"?/gi;

/** The audit chain is written by the platform, and read on screens by the module that owns the right to read it. */
const READ_FROM_PLATFORM: Record<string, readonly string[]> = { access: ["audit_entry", "audit_head"] };

/** Tables that a module's statements name: its own, or the views of modules that it depends on. */
function ownershipFaults(files: Files): string[] {
  const depends = dependsOn(files);
  const schemas = new Set(["platform", ...depends.keys()]);
  return [...files].flatMap(([path, text]) => {
    const own = /^src\/modules\/([^/]+)\//.exec(path)?.[1];
    if (!own || isTest(path) || !/(\.store\.ts|\.sql)$/.test(path)) return [];
    return [...text.matchAll(NAMED)].flatMap(([, word = "", schema = "", table = ""]) => {
      if (schema === own || !schemas.has(schema)) return [];
      if (schema === "platform" && READ_FROM_PLATFORM[own]?.includes(table)) return [];
      const known = depends.get(own)?.includes(schema);
      const allowed = known && (table.startsWith("v_") || word.toLowerCase() === "references");
      return allowed ? [] : [`${path} names ${schema}.${table}: ${known ? "only its views may be read" : `${own} does not depend on it`}`];
    });
  });
}

/** Configurations that their tools read from the default export. */
const DEFAULT_EXPORTS = new Set(["web/vite.config.ts"]);

function shapeFaults(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    const faults: string[] = [];
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    if (!path.endsWith(".sql") && lines > MAX_LINES) faults.push(`${path} has ${lines} lines, more than ${MAX_LINES}`);
    if (/(^|[/.-])(utils?|helpers?|common|misc|shared)([/.-]|$)/.test(path)) faults.push(`${path}: name what is in it, not a drawer`);
    if (!/^([a-z0-9][a-z0-9.-]*\/)*[a-z0-9][a-z0-9.-]*$/.test(path)) faults.push(`${path}: file names are kebab-case`);
    if (/^export default\b|^export \{[^}]*\bas default\b/m.test(text) && !DEFAULT_EXPORTS.has(path)) faults.push(`${path}: named exports only`);
    return faults;
  });
}

/** What an engine must not know by itself: the time, and chance. */
function purityFaults(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.startsWith("src/engines/") || isTest(path)) return [];
    const found = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\./.exec(text);
    return found ? [`${path}: ${found[0]} in an engine`] : [];
  });
}

const RULES = { imports: importFaults, sql: sqlFaults, ownership: ownershipFaults, shape: shapeFaults, purity: purityFaults };

/** All faults of one rule. Throws where there is nothing to hold it against: a test that sees no file proves nothing. */
function check(rule: keyof typeof RULES, files: Files): string[] {
  const modules = [...files.keys()].filter((path) => path.startsWith("src/modules/"));
  if (files.size < 100 || modules.length < 20) throw new Error(`only ${files.size} files seen, ${modules.length} of modules`);
  return RULES[rule](files);
}

const files = readFiles();

describe("architecture", () => {
  it("lets imports point down only, and into modules by their doors", () => {
    expect(check("imports", files)).toEqual([]);
  });
  it("keeps SQL in stores", () => {
    expect(check("sql", files)).toEqual([]);
  });
  it("lets each module name its own tables, and of others the views", () => {
    expect(check("ownership", files)).toEqual([]);
  });
  it("keeps files short, named for what they hold, and without default exports", () => {
    expect(check("shape", files)).toEqual([]);
  });
  it("keeps engines pure", () => {
    expect(check("purity", files)).toEqual([]);
  });
});

describe("the rules themselves", () => {
  const planted = (path: string, text: string) => new Map([...files, [path, text]]);
  const breach = (rule: keyof typeof RULES, path: string, text: string) => check(rule, planted(path, text)).filter((fault) => fault.startsWith(path));

  it("fails when it has seen no files", () => {
    expect(() => check("imports", new Map())).toThrow("only 0 files");
  });

  it.each([
    ["src/modules/access/planted.ts", 'import { x } from "../people/index.ts";'],
    ["src/modules/people/planted.ts", 'import { x } from "../access/user.store.ts";'],
    ["src/modules/people/planted.ts", 'import { x } from "../../app/modules.ts";'],
    ["src/modules/people/planted.ts", 'import { x } from "../../engines/rules/decide.ts";'],
    ["src/modules/people/planted.contract.ts", 'import { x } from "./module.ts";'],
    ["src/platform/planted.ts", 'import { x } from "../modules/people/index.ts";'],
    ["src/kernel/planted.ts", 'export { x } from "../platform/context.ts";'],
    ["src/kernel/planted.ts", 'import { readFileSync } from "node:fs";'],
    ["src/engines/rules/planted.ts", 'import { x } from "../../platform/context.ts";'],
    ["src/app/planted.ts", 'const x = await import("../modules/people/senior.store.ts");'],
    ["web/ui/planted.ts", 'import { x } from "../../src/modules/people/index.ts";'],
    ["web/ui/planted.ts", 'import {\n  x,\n  type Y,\n} from "../../src/platform/context.ts";'],
  ])("refuses in %s: %s", (path, text) => {
    expect(breach("imports", path, text)).toHaveLength(1);
  });

  it("lets pass what the plan allows", () => {
    expect(breach("imports", "src/modules/people/planted.ts", 'import { x } from "../access/index.ts";\nimport type { Y } from "../access/access.contract.ts";')).toEqual([]);
    expect(breach("imports", "web/ui/planted.ts", 'import { x } from "../../src/kernel/money.ts";')).toEqual([]);
  });

  it.each([
    ["sql", "src/modules/people/planted.service.ts", "await sql<{ n: number }>`select 1`.execute(ctx.db);"],
    ["sql", "src/modules/people/planted.ts", 'await ctx.connection.query("select 1", []);'],
    ["ownership", "src/modules/people/planted.store.ts", "select * from access.app_user"],
    ["ownership", "src/modules/access/planted.store.ts", "select * from people.v_senior_card"],
    ["ownership", "src/modules/people/migrations/0099-planted.sql", "create table x (y text references policies.version (id))"],
    ["shape", "src/modules/people/planted.ts", "x\n".repeat(MAX_LINES + 1)],
    ["shape", "src/modules/people/date-utils.ts", ""],
    ["shape", "src/platform/helpers/planted.ts", ""],
    ["shape", "src/platform/Planted.ts", ""],
    ["shape", "src/platform/planted.ts", "export default 1;"],
    ["purity", "src/engines/rules/planted.ts", "const now = Date.now();"],
  ] as const)("finds a breach of %s in %s", (rule, path, text) => {
    expect(breach(rule, path, text)).toHaveLength(1);
  });
});
