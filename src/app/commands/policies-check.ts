import type { Command } from "../command.ts";
import { checkPacks, faultText } from "../load-packs.ts";

export const policiesCheckCommand: Command = {
  summary: "检查政策包：读入并列出每一处问题的文件、行、列、说明和改法。",
  args: { text: "PACK…", min: 1, max: 1000 },
  options: {},
  details: ["PACK 是政策包的文件夹，或随程序提供的名称（如 cn-42-ezhou）。上级清单取随程序提供的，或一并写出的。"],
  async run({ args, json, terminal }) {
    const read = await checkPacks(args);
    const faults = read.flatMap((one) => one.faults);
    if (json) {
      const packs = read.map(({ source, pack }) => ({ name: source.name, title: pack?.title ?? null, document: pack?.document.id ?? null, benefits: pack?.benefits.map(({ id }) => id) ?? [] }));
      await terminal.out(JSON.stringify({ packs, faults }));
    } else {
      for (const fault of faults) await terminal.out(faultText(fault));
      for (const { source, pack } of read) if (pack) await terminal.out(`${source.name}：${pack.title}，${pack.benefits.length} 项待遇`);
      await terminal.out(faults.length === 0 ? `${read.length} 个政策包，没有问题` : `${read.length} 个政策包，${faults.length} 处问题`);
    }
    return faults.length === 0 ? 0 : 1;
  },
};
