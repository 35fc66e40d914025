import { parseDate } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Command, wholeNumber } from "../command.ts";
import { accountLines, findDemoAccounts } from "../demo/demo-accounts.ts";
import { CITIES, DEFAULT_PEOPLE, DEFAULT_SEED, loadCity } from "../demo/load-city.ts";
import { withHouse } from "../open-house.ts";

export const demoCommand: Command = {
  summary: "在空库中装入一座示范城市：机构、用户、老年人及一年的历史、设施，并完成首次认定。",
  args: { text: "CITY", min: 1, max: 1 },
  options: {
    people: { value: "N", text: `老年人数，1 至 10000000，默认 ${DEFAULT_PEOPLE}` },
    seed: { value: "N", text: `种子，默认 ${DEFAULT_SEED}；同一天用同一种子得到同一座城市` },
    "as-of": { value: "DATE", text: "城市所处的日期，默认今天" },
  },
  details: [`可用的城市：${CITIES.join("、")}。人物均为虚构。数据库中已有老年人时不装入。`, "示范账号的口令每次安装各不相同，可用环境变量 SONGHE_DEMO_PASSWORD 指定。"],
  async run({ args, find, json, terminal }) {
    const asOf = find("as-of") === undefined ? undefined : parseDate(find("as-of")!);
    if (find("as-of") !== undefined && asOf === undefined) throw new AppError("usage.option_value", { option: "--as-of", value: find("as-of"), expected: "真实存在的日期，如 2026-11-01" });
    const options = {
      city: args[0]!,
      people: wholeNumber("people", find("people") ?? String(DEFAULT_PEOPLE), 1, 10_000_000),
      seed: wholeNumber("seed", find("seed") ?? String(DEFAULT_SEED), 0, 2 ** 31 - 1),
      asOf,
      password: terminal.env.SONGHE_DEMO_PASSWORD || undefined,
    };
    return withHouse(terminal.env, async (house) => {
      const counts = await loadCity(house, options, (text) => terminal.err(`${text}…`));
      const accounts = await findDemoAccounts(house.config.dataDir);
      if (json) await terminal.out(JSON.stringify({ city: options.city, seed: options.seed, ...counts, accounts }));
      else {
        await terminal.out(`已装入：老年人 ${counts.seniors} 名，机构 ${counts.organizations} 个，用户 ${counts.users} 名，设施 ${counts.facilities} 家，服务商 ${counts.providers} 家`);
        for (const line of accounts ? accountLines(accounts, house.config.dataDir) : []) await terminal.out(line);
      }
      return 0;
    });
  },
};
