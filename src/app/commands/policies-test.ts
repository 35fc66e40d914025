import { type CaseReport, runCases } from "../../engines/rules/index.ts";
import type { Command } from "../command.ts";
import { checkPacks, faultText } from "../load-packs.ts";

type Tested = CaseReport & { pack: string };

export const policiesTestCommand: Command = {
  summary: "运行政策包的用例，列出未通过的和没有用例覆盖的规则、表行、边界。",
  args: { text: "PACK…", min: 1, max: 1000 },
  options: {},
  details: ["未覆盖的规则和边界只列出，不算失败。最后一行是 N passed, N failed。"],
  async run({ args, json, terminal }) {
    const read = await checkPacks(args);
    const tested = read.flatMap(({ source, pack }): Tested[] => (pack ? [{ pack: source.name, ...runCases(source, pack) }] : []));
    const faults = read.flatMap((one) => one.faults);
    const passed = tested.reduce((sum, one) => sum + one.passed, 0);
    const failed = tested.reduce((sum, one) => sum + one.failed.length + one.faults.length, 0) + faults.length;
    if (json) await terminal.out(JSON.stringify({ passed, failed, faults, packs: tested }));
    else {
      for (const line of [...faults.map(faultText), ...tested.flatMap(reportLines)]) await terminal.out(line);
      await terminal.out(`${passed} passed, ${failed} failed`);
    }
    return failed === 0 ? 0 : 1;
  },
};

function reportLines(report: Tested): string[] {
  return [
    ...report.faults.map(faultText),
    ...report.failed.map(({ file, place, benefit, asOf, why, differences }) => `${file}:${place.line} 未通过 ${benefit}（${asOf}，${why}）：${differences.join("；")}`),
    ...report.uncovered.map(({ what, place }) => `${report.pack}/policy.yaml:${place.line} 未覆盖：${what}`),
  ];
}
