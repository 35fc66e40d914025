import { performance } from "node:perf_hooks";

/** One published figure: what was measured, against what, and the bar that it must reach. */
export type Figure = {
  name: string;
  /** median of the runs, in `unit` */
  median: number;
  unit: string;
  /** what it is compared with, and its median in the same run */
  against?: { name: string; median: number };
  ratio?: number;
  bar: string;
  met: boolean | null;
  note?: string;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds of one call. */
export function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Milliseconds of one call that is waited for. */
export async function timeAsync(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Said in the place of figures where there is no PostgreSQL server to measure on. */
export function skip(title: string): void {
  if (process.argv.includes("--json")) console.log(JSON.stringify({ title, figures: [] }));
  else console.log(`${title}\n  未测量：没有给出 PostgreSQL 服务器（songhe bench --database URL）`);
}

/** Prints figures as a table, or as JSON with `--json`; a bar that is missed sets the exit code with `--strict`. */
export function report(title: string, figures: readonly Figure[]): void {
  if (process.argv.includes("--json")) console.log(JSON.stringify({ title, figures }));
  else {
    console.log(title);
    for (const { name, median: value, unit, against, ratio, bar, met, note } of figures) {
      const compared = against ? `；${against.name} ${digits(against.median)} ${unit}；比值 ${ratio === undefined ? "—" : digits(ratio)}` : "";
      const verdict = met === null ? "未比较" : met ? "达到" : "未达到";
      console.log(`  ${name}：${digits(value)} ${unit}${compared}；指标 ${bar}：${verdict}${note === undefined ? "" : `（${note}）`}`);
    }
  }
  if (process.argv.includes("--strict") && figures.some(({ met }) => met === false)) process.exitCode = 1;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toPrecision(3);
}
