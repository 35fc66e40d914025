/**
 * The clauses of an official text by its own numbering: 一、 → (一) → 1. and 第X条. Offsets are UTF-16 units. A clause
 * reaches to the next of the same or a higher level; its heading is its first sentence, cut short.
 */
export type Clause = { at: string; level: number; heading: string; start: number; end: number };

const NUMERAL = "[一二三四五六七八九十百]+";
const LEVELS: readonly { level: number; pattern: RegExp; label: (mark: string) => string }[] = [
  { level: 1, pattern: new RegExp(`^(${NUMERAL})、`), label: (mark) => mark },
  { level: 1, pattern: new RegExp(`^第(${NUMERAL})条`), label: (mark) => `第${mark}条` },
  { level: 2, pattern: new RegExp(`^[(（](${NUMERAL})[)）]`), label: (mark) => `(${mark})` },
  { level: 3, pattern: /^(\d{1,3})[.．、](?!\d)/, label: (mark) => mark },
  { level: 4, pattern: /^[(（](\d{1,3})[)）]/, label: (mark) => `(${mark})` },
];

/** Splits a text into its numbered clauses, in order. A text without numbering has none. */
export function splitClauses(text: string): Clause[] {
  const found: (Clause & { mark: string })[] = [];
  const open: { level: number; mark: string }[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const body = line.trimStart();
    const start = offset + (line.length - body.length);
    offset += line.length + 1;
    const hit = LEVELS.map(({ level, pattern, label }) => ({ level, label, match: pattern.exec(body) })).find(({ match }) => match);
    if (!hit?.match) continue;
    while (open.length > 0 && open.at(-1)!.level >= hit.level) open.pop();
    open.push({ level: hit.level, mark: hit.label(hit.match[1]!) });
    found.push({ at: open.map(({ mark }) => mark).join(""), level: hit.level, mark: hit.match[1]!, heading: headingOf(body.slice(hit.match[0].length)), start, end: text.length });
  }
  return found.map(({ mark: _, ...clause }, index) => {
    const next = found.slice(index + 1).find((other) => other.level <= clause.level);
    return { ...clause, end: next?.start ?? text.length };
  });
}

function headingOf(rest: string): string {
  const sentence = rest.split(/[。:：\n]/)[0]!.trim();
  return sentence.length > 40 ? `${sentence.slice(0, 39)}…` : sentence;
}
