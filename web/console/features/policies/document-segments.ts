/** A clause as the document's page needs it; offsets in UTF-16 units into the text. */
type Clause = { at: string; level: number; heading: string; start: number };
type Rule = { id: string; clause: { start: number; quote: string } };

/** A stretch of text with the rules that rest on it; none where it is plain. */
export type Piece = { text: string; start: number; rules: readonly string[] };
/** A clause's own text, up to the next numbered clause, and the rules whose sentence begins in it. `at` is empty before the first. */
export type Segment<R extends Rule> = { at: string; level: number; heading: string; start: number; pieces: readonly Piece[]; rules: readonly R[] };

/** Cuts a document into its clauses, each with its rules, and each clause's text at the ends of quoted sentences. */
export function segmentsOf<R extends Rule>(text: string, clauses: readonly Clause[], rules: readonly R[]): Segment<R>[] {
  const first = clauses[0]?.start ?? text.length;
  const starts: Clause[] = first > 0 && text.slice(0, first).trim() !== "" ? [{ at: "", level: 1, heading: "", start: 0 }, ...clauses] : [...clauses];
  return starts.map((clause, index) => {
    const end = starts[index + 1]?.start ?? text.length;
    const own = rules.filter((rule) => rule.clause.start >= clause.start && rule.clause.start < end);
    return { ...clause, pieces: piecesOf(text, clause.start, end, rules), rules: own };
  });
}

function piecesOf(text: string, start: number, end: number, rules: readonly Rule[]): Piece[] {
  const quotes = rules.map((rule) => ({ id: rule.id, from: rule.clause.start, to: rule.clause.start + rule.clause.quote.length })).filter((quote) => quote.from < end && quote.to > start);
  const cuts = [...new Set([start, end, ...quotes.flatMap((quote) => [Math.max(start, quote.from), Math.min(end, quote.to)])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1]!;
    return { text: text.slice(from, to), start: from, rules: quotes.filter((quote) => quote.from <= from && quote.to >= to).map((quote) => quote.id) };
  });
}
