import { randomBytes } from "node:crypto";
import { BUILT_IN_ROLES, createUser } from "../../modules/access/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { NATION } from "../../kernel/regions.ts";
import { runAsSystem } from "../../platform/house.ts";
import type { Command } from "../command.ts";
import { withHouse } from "../open-house.ts";

const ROLES = BUILT_IN_ROLES.map(({ id, name }) => `${id} ${name}`).join("、");

export const accessCreateUserCommand: Command = {
  summary: "建立一个账号，供新装的系统建立首批管理员（系统、安全、审计三员各一）。初始口令只显示这一次，登录后须改。",
  args: { text: "ACCOUNT", min: 1, max: 1 },
  options: {
    role: { value: "ROLE", text: ROLES, required: true },
    region: { value: "CODE", text: "管辖地区的12位代码，默认全国" },
    name: { value: "NAME", text: "姓名，默认与账号相同" },
  },
  async run({ args, get, find, json, terminal }) {
    const account = args[0]!;
    const role = get("role");
    if (!BUILT_IN_ROLES.some((known) => known.id === role)) throw new AppError("usage.option_value", { option: "--role", value: role, expected: `角色之一：${ROLES}` });
    const password = initialPassword();
    const code = find("region") ?? NATION;
    const user = await withHouse(terminal.env, (house) =>
      runAsSystem(house, "create-user", (ctx) =>
        createUser(ctx, { account, name: find("name") ?? account, organizationId: null, password, mustChangePassword: true, grants: [{ role, jurisdiction: { kind: "region", code } }] }),
      ),
    );
    await terminal.out(json ? JSON.stringify({ id: user.id, account, role, region: code, password }) : `已建立账号 ${account}（${role}），初始口令 ${password}，首次登录须修改。`);
    return 0;
  },
};

/** Long enough to be safe until it is changed, and without letters that are easily taken for others. */
export function initialPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz";
  const text = [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join("");
  return `Sh-${text.slice(0, 6)}-${randomBytes(2).readUInt16BE(0) % 9000 + 1000}-${text.slice(6)}`;
}
