import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Writes a module that compiles and passes its tests: manifest, contract, routes, service, store, errors, migration, README. */
const name = process.argv[2] ?? "";
if (!/^[a-z][a-z_]{2,30}$/.test(name)) {
  process.stderr.write("用法：scripts/new-module NAME（小写英文单数或复数名词，取自 GLOSSARY.md）\n");
  process.exit(2);
}
const folder = fileURLToPath(new URL(`../src/modules/${name}/`, import.meta.url));
if (existsSync(folder)) {
  process.stderr.write(`src/modules/${name} 已经存在\n`);
  process.exit(1);
}
const scopePolicy = "region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ','))";

const files: Record<string, string> = {
  "README.md": `# ${name}\n\nOwns: \nInvariants: \nLegal basis: \nEvents: \nWho may do what: \n`,
  "module.ts": `import type { Module } from "../../platform/module.ts";
import { ${name}Errors } from "./${name}.errors.ts";
import { ${name}Routes } from "./${name}.routes.ts";

export const ${name}Module: Module = {
  name: "${name}",
  dependsOn: ["access"],
  permissions: { "${name}.read": "查看" },
  errors: ${name}Errors,
  routes: ${name}Routes,
  migrations: new URL("./migrations/", import.meta.url),
};
`,
  "index.ts": `/** What other modules may call. */\nexport { listRows } from "./${name}.service.ts";\n`,
  [`${name}.errors.ts`]: `import type { ErrorTable } from "../../kernel/errors.ts";\n\nexport const ${name}Errors: ErrorTable = {};\n`,
  [`${name}.contract.ts`]: `import { z } from "zod";
import { id, pageOf, pageQuery, regionCode, route } from "../../kernel/contract.ts";

export const listRows = route({
  method: "GET",
  path: "/api/${name.replace(/_/g, "-")}",
  permission: "${name}.read",
  summary: "列表",
  query: z.object(pageQuery),
  response: pageOf(z.object({ id, region: regionCode })),
});
`,
  [`${name}.routes.ts`]: `import { bind, type BoundRoute } from "../../platform/module.ts";
import * as contract from "./${name}.contract.ts";
import { listRows } from "./${name}.service.ts";

export const ${name}Routes: BoundRoute[] = [bind(contract.listRows, (ctx, { query }) => listRows(ctx, query))];
`,
  [`${name}.service.ts`]: `import type { Ctx } from "../../platform/context.ts";
import { pageRows, type Row } from "./${name}.store.ts";

/** Rows within the caller's jurisdiction, a page at a time. */
export function listRows(ctx: Ctx, page: { page: number; size: number }): Promise<{ rows: Row[]; total: number }> {
  return pageRows(ctx, page);
}
`,
  [`${name}.store.ts`]: `import { sql } from "kysely";
import type { Ctx } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";

export type Row = { id: string; region: string };

export async function pageRows(ctx: Ctx, page: { page: number; size: number }): Promise<{ rows: Row[]; total: number }> {
  const where = inScope(ctx.scope, { region: "t.region" });
  const { rows } = await sql<Row>\`select t.id, t.region from ${name}.row t where \${where} order by t.id limit \${page.size} offset \${(page.page - 1) * page.size}\`.execute(ctx.db);
  const count = await sql<{ n: number }>\`select count(*) as n from ${name}.row t where \${where}\`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}
`,
  [`${name}.service.test.ts`]: `import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { accessModule } from "../access/module.ts";
import { runAsSystem } from "../../platform/house.ts";
import { ${name}Module } from "./module.ts";
import { listRows } from "./${name}.service.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([accessModule, ${name}Module]);
});
afterAll(() => house.close());

it("begins empty", async () => {
  expect(await runAsSystem(house, "test", (ctx) => listRows(ctx, { page: 1, size: 20 }))).toEqual({ rows: [], total: 0 });
});
`,
  "migrations/0001-begin.sql": `create schema ${name};

create table ${name}.row (
  id uuid primary key,
  region text not null
);
create index row_region on ${name}.row (region, id);
alter table ${name}.row enable row level security;
create policy scope on ${name}.row for all to songhe_app
  using (${scopePolicy})
  with check (${scopePolicy});
`,
};

mkdirSync(`${folder}migrations`, { recursive: true });
for (const [file, text] of Object.entries(files)) writeFileSync(`${folder}${file}`, text);
process.stdout.write(`已写出 src/modules/${name}。接着：把 ${name}Module 加进 src/app/modules.ts，填写 README，改掉示例表。\n`);
