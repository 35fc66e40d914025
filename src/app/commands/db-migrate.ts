import { migrate } from "../../platform/db/migrate.ts";
import { migrationSources } from "../../platform/house.ts";
import type { Command } from "../command.ts";
import { MODULES } from "../modules.ts";
import { withEngine } from "../open-house.ts";

export const dbMigrateCommand: Command = {
  summary: "建立数据库表结构，或升级到本程序的版本。已是最新时不作改动。",
  options: {},
  async run({ json, terminal }) {
    const applied = await withEngine(terminal.env, (engine) => migrate(engine, migrationSources(MODULES)));
    if (json) await terminal.out(JSON.stringify({ applied }));
    else for (const line of applied.length === 0 ? ["数据库已是最新"] : applied.map((name) => `已执行 ${name}`)) await terminal.out(line);
    return 0;
  },
};
