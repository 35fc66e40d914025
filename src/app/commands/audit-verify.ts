import { verifyAudit, type AuditFault } from "../../platform/audit.ts";
import { transact } from "../../platform/db/transaction.ts";
import type { Command } from "../command.ts";
import { withHouse } from "../open-house.ts";

const FAULT_WORDS: Record<AuditFault["fault"], string> = { altered: "内容被改动", missing: "缺失", out_of_order: "次序不对", head: "链尾与记录不符" };

export const auditVerifyCommand: Command = {
  summary: "从头校验审计链，指出第一处断开的记录。断开时退出状态为 1。",
  options: {},
  details: ["输出各链的链尾。把它们另行保存，可以在日后发现整条链被替换。"],
  async run({ json, terminal }) {
    const found = await withHouse(terminal.env, (house) => transact(house.engine, { readOnly: true }, (db) => verifyAudit(db)));
    const intact = found.faults.length === 0;
    if (json) await terminal.out(JSON.stringify({ intact, ...found }));
    else {
      for (const { chain, seq, hash } of found.heads) await terminal.out(`第 ${chain} 链  ${seq} 条  链尾 ${hash}`);
      const first = found.faults[0];
      await terminal.out(first ? `审计链断开：第 ${first.chain} 链第 ${first.seq} 条${FAULT_WORDS[first.fault]}（共 ${found.faults.length} 处）` : `审计链完整，共 ${found.entries} 条`);
    }
    return intact ? 0 : 1;
  },
};
