import { openCrypto } from "../../platform/crypto.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { migrationSources } from "../../platform/house.ts";
import { backUp } from "../backup/backup.ts";
import { version } from "../cli.ts";
import type { Command } from "../command.ts";
import { MODULES, schemasOf } from "../modules.ts";
import { withEngine } from "../open-house.ts";

export const dbBackupCommand: Command = {
  summary: "把数据库备份到一个文件，内置数据库和 PostgreSQL 通用。",
  args: { text: "FILE", min: 1, max: 1 },
  options: {},
  details: [
    "取某一时刻的全部内容；FILE 不能已经存在，仅本用户可读。",
    "密钥文件（数据目录中的 keys/master.key）不在备份内，须另行保管：没有它，证件号、电话等无法解读。",
    "内置数据库须先停止服务；PostgreSQL 可在服务运行时备份。",
  ],
  async run({ args, json, terminal }) {
    const path = args[0]!;
    const report = await withEngine(terminal.env, async (engine, config) => {
      await migrate(engine, migrationSources(MODULES));
      return backUp({ engine, crypto: await openCrypto(config.dataDir), schemas: schemasOf(MODULES) }, path, { now: new Date(), program: version() });
    });
    await terminal.out(json ? JSON.stringify({ file: path, ...report }) : `已备份到 ${path}：${Object.keys(report.tables).length} 张表，${report.rows} 行`);
    return 0;
  },
};
