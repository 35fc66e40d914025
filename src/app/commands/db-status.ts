import { migrationStatus } from "../../platform/db/migrate.ts";
import { migrationSources } from "../../platform/house.ts";
import type { Command } from "../command.ts";
import { MODULES } from "../modules.ts";
import { withEngine } from "../open-house.ts";

export const dbStatusCommand: Command = {
  summary: "数据库的种类、版本和每个迁移是否已执行。有未执行的迁移时退出状态为 1。",
  options: {},
  async run({ json, terminal }) {
    const status = await withEngine(terminal.env, async (engine, config) => ({
      engine: engine.kind,
      version: engine.version,
      // the address may hold a password
      location: engine.kind === "embedded" ? config.dataDir : new URL(config.databaseUrl!).host + new URL(config.databaseUrl!).pathname,
      migrations: await migrationStatus(engine, migrationSources(MODULES)),
    }));
    const waiting = status.migrations.filter((migration) => !migration.applied);
    if (json) await terminal.out(JSON.stringify(status));
    else {
      await terminal.out(`${status.engine === "embedded" ? "内置数据库" : "数据库服务器"} ${status.location}`);
      await terminal.out(status.version);
      for (const { module, name, applied } of status.migrations) await terminal.out(`${applied ? "已执行" : "未执行"}  ${module}/${name}`);
      await terminal.out(waiting.length === 0 ? "表结构已是最新" : `有 ${waiting.length} 个迁移未执行，请运行 songhe db migrate`);
    }
    return waiting.length === 0 ? 0 : 1;
  },
};
