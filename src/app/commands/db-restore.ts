import { join } from "node:path";
import { openCrypto } from "../../platform/crypto.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { migrationSources } from "../../platform/house.ts";
import { restore } from "../backup/backup.ts";
import type { Command } from "../command.ts";
import { MODULES, schemasOf } from "../modules.ts";
import { withEngine } from "../open-house.ts";
import { openInput } from "../open-input.ts";

export const dbRestoreCommand: Command = {
  summary: "把备份恢复到空库，内置数据库的备份也可恢复到 PostgreSQL，反之亦然。",
  args: { text: "FILE", min: 1, max: 1 },
  options: {},
  details: [
    "先建立表结构，再一次全部恢复；中途出错则什么也不留下。数据库必须还没有启动过服务，是空的。",
    "数据目录中应先放好做备份时的 keys/master.key。",
  ],
  async run({ args, json, terminal }) {
    const path = args[0]!;
    const bytes = await openInput(path, terminal);
    const report = await withEngine(terminal.env, async (engine, config) => {
      await migrate(engine, migrationSources(MODULES));
      const keyPath = join(config.dataDir, "keys", "master.key");
      return restore({ engine, crypto: await openCrypto(config.dataDir), schemas: schemasOf(MODULES) }, path, bytes, keyPath);
    });
    await terminal.out(json ? JSON.stringify({ file: path, ...report }) : `已从 ${path} 恢复：${Object.keys(report.tables).length} 张表，${report.rows} 行`);
    return 0;
  },
};
