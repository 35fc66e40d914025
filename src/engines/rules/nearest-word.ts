/** Steps (insert, drop, change, swap neighbours) from one word to another; case does not count. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** The known word nearest to a misspelt one; undefined when nothing is near enough to have been meant. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < Math.max(word.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The mend for an unknown name: the nearest right one, or those that there are. */
export function suggest(word: string, known: Iterable<string>, what: string): string {
  const words = [...known];
  const nearest = nearestWord(word, words);
  if (nearest !== undefined) return `是否应为 ${nearest}？`;
  if (words.length === 0) return `这里没有可用的${what}`;
  const shown = words.slice(0, 12).join("、");
  return `可用的${what}有：${shown}${words.length > 12 ? " 等" : ""}`;
}
