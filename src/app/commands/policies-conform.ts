import { conform } from "../../engines/rules/index.ts";
import type { Command } from "../command.ts";
import { loadPacks } from "../load-packs.ts";

export const policiesConformCommand: Command = {
  summary: "比对下级服务清单是否保有上级清单的每一项，且对象范围、金额和标准不低于上级。",
  args: { text: "LOWER UPPER", min: 2, max: 2 },
  options: {},
  details: ["LOWER 是下级政策包，UPPER 是上级政策包。有不足时退出状态为 1。"],
  async run({ args, json, terminal }) {
    const [lower] = await loadPacks([args[0]!]);
    const [upper] = await loadPacks([args[1]!]);
    const shortfalls = conform([lower!], upper!);
    if (json) await terminal.out(JSON.stringify({ lower: lower!.name, upper: upper!.name, conforms: shortfalls.length === 0, shortfalls }));
    else {
      for (const { benefit, name, lower: held, message, example, proven } of shortfalls) {
        const where = held ? `${held.pack}/policy.yaml:${held.line} ` : "";
        await terminal.out(`${where}${name}（${benefit}）：${message}${example ? `，例如${example}` : ""}${proven ? "" : "（未能证明不低于上级，请核对）"}`);
      }
      await terminal.out(shortfalls.length === 0 ? `${lower!.title} 不低于 ${upper!.title}` : `${lower!.title} 低于 ${upper!.title}：${shortfalls.length} 处不足`);
    }
    return shortfalls.length === 0 ? 0 : 1;
  },
};
