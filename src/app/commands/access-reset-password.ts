import { listUsers, resetPassword } from "../../modules/access/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { runAsSystem } from "../../platform/house.ts";
import type { Command } from "../command.ts";
import { withHouse } from "../open-house.ts";
import { initialPassword } from "./access-create-user.ts";

export const accessResetPasswordCommand: Command = {
  summary: "在服务器上重置一个账号的口令并解除锁定，供唯一的管理员忘记口令时使用。新口令只显示这一次，登录后须改。",
  args: { text: "ACCOUNT", min: 1, max: 1 },
  options: { reason: { value: "TEXT", text: "理由，记入审计", required: true } },
  async run({ args, get, json, terminal }) {
    const account = args[0]!;
    const password = initialPassword();
    await withHouse(terminal.env, (house) =>
      runAsSystem(house, "reset-password", async (ctx) => {
        const found = (await listUsers(ctx, { q: account, page: 1, size: 200 })).rows.find((user) => user.account === account);
        if (!found) throw new AppError("record.not_found", { what: `账号 ${account}` });
        await resetPassword(ctx, { id: found.id, version: found.version, password, reason: get("reason") });
      }),
    );
    await terminal.out(json ? JSON.stringify({ account, password }) : `账号 ${account} 的口令已重置为 ${password}，登录后须修改。`);
    return 0;
  },
};
