import { readFileSync, writeFileSync } from "node:fs";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Writes docs/requirements.md: every row of test/requirements.json with the tests that show it. A row is met when a test
 * carries its id at the beginning of its name. `--check` only says whether the page is true.
 */
type Row = { id: string; document: string; module: string; quote: string; must: string };
type Shown = { file: string; name: string };

const root = fileURLToPath(new URL("../", import.meta.url));
const PATTERN = /\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*(["'`])((?:R-\d{3}[,、 ]*)+[\s\S]*?)\1/g;

export function testsByRow(): Map<string, Shown[]> {
  const shown = new Map<string, Shown[]>();
  for (const file of globSync(["src/**/*.test.ts", "policies/**/*.test.ts", "test/**/*.test.ts", "web/**/*.test.ts*"], { cwd: root }).sort()) {
    for (const match of readFileSync(`${root}${file}`, "utf8").matchAll(PATTERN)) {
      const name = match[2]!;
      for (const id of name.match(/R-\d{3}/g) ?? []) shown.set(id, [...(shown.get(id) ?? []), { file, name }]);
    }
  }
  return shown;
}

export function requirementsPage(rows: readonly Row[], shown: ReadonlyMap<string, readonly Shown[]>): string {
  const modules = [...new Set(rows.map((row) => row.module))].sort();
  const met = rows.filter((row) => shown.has(row.id)).length;
  const sections = modules.map((module) => {
    const own = rows.filter((row) => row.module === module);
    const lines = own.map((row) => {
      const tests = (shown.get(row.id) ?? []).map(({ file }) => `[${file}](../${file})`);
      return `| ${row.id} | ${row.document} | ${row.quote.replace(/\s+/g, "").replace(/\|/g, "\\|")} | ${[...new Set(tests)].join("<br>") || "–"} |`;
    });
    return `## ${module} (${own.filter((row) => shown.has(row.id)).length} / ${own.length})\n\n| 编号 | 文件 | 条文 | 测试 |\n| --- | --- | --- | --- |\n${lines.join("\n")}\n`;
  });
  return `# 条款与测试\n\n由 \`scripts/requirements.ts\` 根据测试生成，请勿手改。一条算做到，是指有以其编号命名的测试通过。已做到 ${met} / ${rows.length}。\n\n${sections.join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = JSON.parse(readFileSync(`${root}test/requirements.json`, "utf8")) as Row[];
  const page = requirementsPage(rows, testsByRow());
  const path = `${root}docs/requirements.md`;
  if (process.argv.includes("--check")) process.exit(readFileSync(path, "utf8") === page ? 0 : 1);
  writeFileSync(path, page);
}
